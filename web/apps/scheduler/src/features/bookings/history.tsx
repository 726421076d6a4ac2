import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { dateTime } from "@labwright/ui/logic/times";
import { Panel } from "@labwright/ui/page";
import { Time, useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { lookOf } from "../../components/states.ts";
import type { Booking } from "../../queries/bookings.ts";
import { historyQuery, type Step } from "../../queries/booking-parts.ts";
import { bookingWords } from "../../words/booking.ts";
import { changesOf, type Change } from "./steps.ts";

const texts = bookingWords.history;
const FIRST = 10;

/** Who changed what when and why, for those whom the booking concerns. */
export function History({ booking }: { booking: Booking }) {
  const [limit, setLimit] = useState(FIRST);
  const history = useQuery(historyQuery(booking.id, booking.version, limit));
  const names = new Map(
    booking.slots.map(({ device_id, device_name }) => [device_id, device_name ?? `#${device_id}`]),
  );
  return (
    <Panel title={texts.title}>
      <Faces query={history}>
        {({ count, results }) => (
          <>
            <ol>
              {results.map((step) => (
                <Entry key={step.version} step={step} names={names} />
              ))}
            </ol>
            {count > results.length && (
              <Button
                small
                className="mt-2"
                pending={history.isFetching}
                onClick={() => setLimit(limit + 40)}
              >
                {texts.more}
              </Button>
            )}
          </>
        )}
      </Faces>
    </Panel>
  );
}

function Entry({ step, names }: { step: Step; names: ReadonlyMap<number, string> }) {
  const { action, actor_name, at, reason, changes } = step;
  const said = texts.actions[action] ?? action.split(".").at(-1)?.replaceAll("_", " ") ?? action;
  return (
    <li className="border-b border-line py-2 last:border-0">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span>
          <strong className="font-medium">{said}</strong>{" "}
          {actor_name && <span className="text-ink-soft">{texts.by(actor_name)}</span>}
        </span>
        <span className="text-xs text-ink-faint">
          <Time at={at} />
        </span>
      </p>
      {reason && <p className="text-ink-soft wrap-anywhere">“{reason}”</p>}
      <ul className="text-xs text-ink-soft">
        {changesOf(changes).map((change, n) => (
          <li key={n}>
            <ChangeWords change={change} names={names} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function ChangeWords({ change, names }: { change: Change; names: ReadonlyMap<number, string> }) {
  const zone = useLabZone();
  const nameOf = (id: number) => names.get(id) ?? `#${id}`;
  const time = (start: string, end: string) => `${dateTime(start, zone)} – ${dateTime(end, zone)}`;
  const { device, times, state } = change;
  return (
    <>
      <span className="font-medium">
        {device.from === null || device.from === device.to
          ? nameOf(device.to)
          : `${nameOf(device.from)} → ${nameOf(device.to)}`}
      </span>
      {times && (
        <span className="reading text-xs">
          {" "}
          {times.from && `${time(...times.from)} → `}
          {time(...times.to)}
        </span>
      )}
      {state && (
        <>
          {" "}
          {state.from && `${lookOf(state.from).label} → `}
          {lookOf(state.to).label}
        </>
      )}
    </>
  );
}
