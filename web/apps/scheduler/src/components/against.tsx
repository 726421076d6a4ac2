import { isProblem, type RuleViolation, type SlotConflict } from "@labwright/api/problem";
import { Button } from "@labwright/ui/button";
import { clock, dateTime } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";

import { words } from "../words.ts";
import { cartWords } from "../words/cart.ts";
import type { Wish } from "./cart-store.ts";
import { inWords, milliseconds } from "./durations.ts";
import { type Fix, fixOf } from "./nearest.ts";

interface AgainstProps {
  /** The server's check of what is wished at this moment. */
  check: {
    data: { conflicts: SlotConflict[]; violations: RuleViolation[] } | undefined;
    isFetching: boolean;
  };
  /** The refusal of what was sent, if it was. */
  sent?: unknown;
  wishes: readonly Wish[];
  /** Takes the nearest time that would pass. */
  onFix?: (fix: Fix) => void;
}

/** Everything that stands against a request, each with the nearest that would pass. */
export function Against({ check, sent, wishes, onFix }: AgainstProps) {
  const refused = isProblem(sent, "booking-refused") ? sent : null;
  const conflicts = check.data?.conflicts ?? refused?.conflicts ?? [];
  const violations = check.data?.violations ?? refused?.violations ?? [];
  const clear = check.data && conflicts.length === 0 && violations.length === 0;
  return (
    <div aria-live="polite" className="flex flex-col gap-2">
      {clear && <p className="font-medium text-ok">{words.against.nothing}</p>}
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} wishes={wishes} />}
      {violations.length > 0 && (
        <Violations violations={violations} wishes={wishes} onFix={onFix} />
      )}
    </div>
  );
}

const boxClasses = "rounded-md border-l-4 border-bad bg-bad-wash px-3 py-2";

const namesOf = (wishes: readonly Wish[]) =>
  new Map(wishes.map((wish) => [wish.deviceId, wish.deviceName]));

function Conflicts({
  conflicts,
  wishes,
}: {
  conflicts: readonly SlotConflict[];
  wishes: readonly Wish[];
}) {
  const zone = useLabZone();
  const names = namesOf(wishes);
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

interface ViolationsProps {
  violations: readonly RuleViolation[];
  wishes: readonly Wish[];
  onFix: ((fix: Fix) => void) | undefined;
}

function Violations({ violations, wishes, onFix }: ViolationsProps) {
  const zone = useLabZone();
  const names = namesOf(wishes);
  return (
    <div className={boxClasses}>
      <h3 className="font-semibold">{words.against.rules}</h3>
      <ul className="flex flex-col gap-1.5">
        {violations.slice(0, 20).map((violation, index) => {
          const { device_id, limit, nearest_passing: near } = violation;
          const fix = fixOf(violation);
          const name = device_id == null ? undefined : names.get(device_id);
          return (
            <li key={`${violation.rule} ${index}`} className="wrap-anywhere">
              {name && <strong className="font-medium">{name}: </strong>}
              {violationWords(violation)}
              {limit != null && (
                <span className="text-ink-soft"> {words.against.limit(shown(limit, zone))}</span>
              )}
              {near != null && (
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft">
                  {words.against.nearest(shown(near, zone))}
                  {fix && onFix && (
                    <Button small onClick={() => onFix(fix)}>
                      {cartWords.take}
                    </Button>
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What a rule is called: as the lab has named it, else in our words. */
export function violationWords({ rule, name }: RuleViolation): string {
  return name ?? cartWords.ruleNames[rule] ?? sentence(rule.replaceAll("_", " "));
}

const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

const INSTANT = /^\d{4}-\d\d-\d\dT/;

/** A limit or a nearest value: an instant, a duration, a time, a number or some of them. */
function shown(value: unknown, zone: string): string {
  if (Array.isArray(value)) return value.map((one) => shown(one, zone)).join(", ");
  if (typeof value === "object" && value !== null) return shownTime(value, zone);
  const text = String(value);
  if (INSTANT.test(text)) return dateTime(text, zone);
  const duration = milliseconds(text);
  return duration === null ? text : inWords(duration);
}

function shownTime(value: object, zone: string): string {
  const { start, end, ...rest } = value as Record<string, unknown>;
  if (typeof start === "string" && typeof end === "string" && INSTANT.test(start))
    return `${dateTime(start, zone)} – ${sameDay(start, end, zone) ? clock(end, zone) : dateTime(end, zone)}`;
  return Object.values({ ...(start !== undefined && { start, end }), ...rest })
    .filter((part) => part != null)
    .map((part) => shown(part, zone))
    .join(" – ");
}

const sameDay = (one: string, other: string, zone: string) =>
  dateTime(one, zone).split(",")[0] === dateTime(other, zone).split(",")[0];
