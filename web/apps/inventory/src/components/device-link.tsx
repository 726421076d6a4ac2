import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

export const linkClasses = "underline-offset-4 hover:text-accent hover:underline";

export function DeviceLink({ id, children }: { id: number; children: ReactNode }) {
  return (
    <Link to="/devices/$deviceId" params={{ deviceId: String(id) }} className={linkClasses}>
      {children}
    </Link>
  );
}
