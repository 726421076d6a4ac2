import * as Ariakit from "@ariakit/react";
import type { ReactElement, ReactNode } from "react";

/** Says more about `children`, one element that can be focused, on hover and on focus. */
export function Tip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Ariakit.TooltipProvider timeout={400}>
      <Ariakit.TooltipAnchor render={children} />
      <Ariakit.Tooltip
        gutter={6}
        className="z-50 max-w-xs rounded-md bg-ink px-2 py-1 text-xs text-paper shadow-float"
      >
        {text}
      </Ariakit.Tooltip>
    </Ariakit.TooltipProvider>
  );
}
