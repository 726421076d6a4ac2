import { Empty } from "@labwright/ui/faces";
import { useMay } from "@labwright/ui/signed-in";
import type { ReactNode } from "react";

import { adminWords } from "../words/admin.ts";

/** A page for whoever may; the address alone opens nothing to others. */
export function Allowed({ to, children }: { to: string; children: ReactNode }) {
  if (useMay(to)) return children;
  return <Empty title={adminWords.forbidden.title}>{adminWords.forbidden.text}</Empty>;
}
