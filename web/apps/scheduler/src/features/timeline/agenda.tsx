import { Empty } from "@labwright/ui/faces";
import { clock, dateTime } from "@labwright/ui/logic/times";
import { useMe } from "@labwright/ui/signed-in";
import { Badge } from "@labwright/ui/badge";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { StateBadge } from "../../components/state-badge.tsx";
import type { Availability } from "../../queries/timelines.ts";
import { words } from "../../words.ts";
import { viewWords } from "../../words/views.ts";
import { daysOf, type Happening } from "./agenda-days.ts";
import type { Line } from "./rows.ts";
import { dateOf, midnight, type Scale } from "./scale.ts";

const texts = viewWords.agenda;
const MOST = 400;

interface AgendaProps {
  lines: readonly Line[];
  scale: Scale;
  zone: string;
  now: number;
  mine: boolean;
  availability: Availability | undefined;
}

/** What happens, day by day, as a list that a phone can show. */
export function Agenda({ lines, scale, zone, now, mine, availability }: AgendaProps) {
  const me = useMe();
  const ownerId = mine ? me.id : null;
  const days = useMemo(
    () => daysOf(lines, { start: scale.start, zone, ownerId }),
    [lines, scale.start, zone, ownerId],
  );
  const owners = useMemo(
    () => new Map(availability?.owners.map((owner) => [owner.id, owner.display_name])),
    [availability],
  );
  if (days.length === 0) return <Empty title={texts.nothing}>{texts.nothingText}</Empty>;
  const today = dateOf(now, zone);
  let left = MOST;
  return (
    <div className="flex max-w-4xl flex-col gap-5">
      {days.map(({ date, happenings }) => {
        const shown = happenings.slice(0, Math.max(left, 0));
        left -= shown.length;
        if (shown.length === 0) return null;
        return (
          <section key={date} aria-labelledby={`day-${date}`}>
            <h2 id={`day-${date}`} className="mb-1.5 flex items-center gap-2 font-semibold">
              {dayName(date, zone)}
              {date === today && <Badge tone="accent">{texts.today}</Badge>}
            </h2>
            <ul className="overflow-hidden rounded-lg border border-line bg-panel">
              {shown.map((one) => (
                <Entry key={one.key} one={one} date={date} zone={zone} owners={owners} />
              ))}
            </ul>
          </section>
        );
      })}
      {left <= 0 && <p className="text-ink-soft">{texts.more(total(days) - MOST)}</p>}
    </div>
  );
}

const total = (days: readonly { happenings: unknown[] }[]) =>
  days.reduce((sum, day) => sum + day.happenings.length, 0);

interface EntryProps {
  one: Happening;
  date: string;
  zone: string;
  owners: ReadonlyMap<number, string>;
}

const rowClasses =
  "grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-x-3 gap-y-1 px-3 py-2 sm:grid-cols-[9rem_minmax(0,1fr)_auto]";

function Entry({ one, date, zone, owners }: EntryProps) {
  const owner = one.ownerId === null ? null : owners.get(one.ownerId);
  const said = one.status === null ? one.reason : (owner ?? words.timeline.somebody);
  const content = (
    <>
      <span className="reading">{timeOf(one, date, zone)}</span>
      <span className="min-w-0">
        <span className="block font-medium wrap-anywhere">{said}</span>
        <span className="block text-ink-soft wrap-anywhere">{texts.devices(one.devices)}</span>
      </span>
      <span className="max-sm:col-start-2">
        {one.status === null ? (
          <Badge tone="calm" pattern="cross">
            {words.timeline.blocked}
          </Badge>
        ) : (
          <StateBadge state={one.status} />
        )}
      </span>
    </>
  );
  return (
    <li className="border-b border-line last:border-0">
      {one.bookingId === null ? (
        <div className={rowClasses}>{content}</div>
      ) : (
        <Link
          to="/bookings/$id"
          params={{ id: one.bookingId }}
          className={`${rowClasses} hover:bg-sunken`}
        >
          {content}
        </Link>
      )}
    </li>
  );
}

function timeOf({ start, end }: Happening, date: string, zone: string): string {
  const begins = dateOf(Date.parse(start), zone) === date;
  const ends = dateOf(Date.parse(end) - 1, zone) === date;
  const from = begins ? clock(start, zone) : `${texts.since} ${shortDay(start, zone)}`;
  const until = ends ? clock(end, zone) : shortDay(end, zone);
  return `${from} – ${until}`;
}

const shortDay = (at: string, zone: string) => dateTime(at, zone).replace(/ \d{4},.*/, "");

const dayName = (date: string, zone: string) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
  }).format(new Date(midnight(date, zone) + 12 * 3_600_000));
