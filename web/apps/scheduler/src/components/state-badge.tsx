import { Badge } from "@labwright/ui/badge";

import { lookOf } from "./states.ts";

/** A slot's or a booking's state; `text` says more, such as “2 of 3 confirmed”. */
export function StateBadge({ state, text }: { state: string; text?: string }) {
  const { tone, pattern, label } = lookOf(state);
  return (
    <Badge tone={tone} pattern={pattern}>
      {text ?? label}
    </Badge>
  );
}
