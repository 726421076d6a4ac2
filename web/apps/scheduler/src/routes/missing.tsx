import { Empty } from "@labwright/ui/faces";
import { Link } from "@tanstack/react-router";

import { words } from "../words.ts";

/** An address that no page has. */
export function Missing() {
  return (
    <Empty title={words.missing} action={<Link to="/">{words.toTimeline}</Link>}>
      <span className="reading">{window.location.pathname}</span>
    </Empty>
  );
}
