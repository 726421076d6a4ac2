import { isProblem, type RuleViolation, type SlotConflict } from "@labwright/api/problem";
import { dateTime } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";

import { words } from "../words.ts";
import type { Wish } from "./cart-store.ts";

interface AgainstProps {
  /** The server's check of what is wished at this moment. */
  check: {
    data: { conflicts: SlotConflict[]; violations: RuleViolation[] } | undefined;
    isFetching: boolean;
  };
  /** The refusal of what was sent, if it was. */
  sent?: unknown;
  wishes: readonly Wish[];
}

/** Everything that stands against a request, each with the nearest that would pass. */
export function Against({ check, sent, wishes }: AgainstProps) {
  const refused = isProblem(sent, "booking-refused") ? sent : null;
  const conflicts = check.data?.conflicts ?? refused?.conflicts ?? [];
  const violations = check.data?.violations ?? refused?.violations ?? [];
  const clear = check.data && conflicts.length === 0 && violations.length === 0;
  return (
    <div aria-live="polite" className="flex flex-col gap-2">
      {clear && <p className="font-medium text-ok">{words.against.nothing}</p>}
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} wishes={wishes} />}
      {violations.length > 0 && <Violations violations={violations} />}
    </div>
  );
}

const boxClasses = "rounded-md border-l-4 border-bad bg-bad-wash px-3 py-2";

function Conflicts({
  conflicts,
  wishes,
}: {
  conflicts: readonly SlotConflict[];
  wishes: readonly Wish[];
}) {
  const zone = useLabZone();
  const names = new Map(wishes.map((wish) => [wish.deviceId, wish.deviceName]));
  return (
    <div className={boxClasses}>
      <h3 className="font-semibold">{words.against.conflicts}</h3>
      <ul>
        {conflicts.slice(0, 20).map(({ device_id, start, end, kind, reason }) => (
          <li key={`${device_id} ${start} ${kind}`}>
            <strong className="font-medium">{names.get(device_id) ?? `#${device_id}`}</strong>{" "}
            {kind === "block" ? words.against.blocked(reason) : words.against.taken}{" "}
            <span className="reading">
              {dateTime(start, zone)} – {dateTime(end, zone)}
            </span>
          </li>
        ))}
        {conflicts.length > 20 && <li>{words.against.more(conflicts.length - 20)}</li>}
      </ul>
    </div>
  );
}

function Violations({ violations }: { violations: readonly RuleViolation[] }) {
  const zone = useLabZone();
  return (
    <div className={boxClasses}>
      <h3 className="font-semibold">{words.against.rules}</h3>
      <ul>
        {violations.slice(0, 20).map(({ rule, limit, nearest_passing }, index) => (
          <li key={`${rule} ${index}`}>
            {words.against.rule(rule)}{" "}
            <span className="text-ink-soft">
              {words.against.limit(shown(limit, zone))}
              {nearest_passing != null && words.against.nearest(shown(nearest_passing, zone))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT/;

function shown(value: unknown, zone: string): string {
  const text = String(value);
  return INSTANT.test(text) ? dateTime(text, zone) : text;
}
