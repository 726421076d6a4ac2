import { Faces } from "@labwright/ui/faces";
import { Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { Time, useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { BookingLink, deviceNames, linkClasses, Span } from "../../components/booking-line.tsx";
import { beginOf, nextDay } from "../../components/days.ts";
import { allBookingsPage } from "../../queries/all-bookings.ts";
import { approvalsQuery } from "../../queries/approvals.ts";
import { maintenanceQuery } from "../../queries/windows.ts";
import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";
import { Numbers } from "./numbers.tsx";
import { startingFrom, tomorrow } from "./tomorrow.ts";

const texts = adminWords.dashboard;
const SHOWN = 6;
const MOST_STARTS = 200;

/** What needs somebody, and what comes next. */
export function Dashboard() {
  const zone = useLabZone();
  const [now] = useState(() => new Date());
  const day = tomorrow(now, zone);
  const begin = beginOf(day, zone) ?? "";
  const end = beginOf(nextDay(day), zone) ?? "";
  const decides = useMay("scheduler:booking:approve");
  const reads = useMay("scheduler:booking:read_any");
  const plans = useMay("scheduler:maintenance:preview");
  return (
    <div className="flex flex-col gap-5">
      <Numbers now={now.toISOString()} day={day} begin={begin} end={end} />
      <div className="grid items-start gap-5 lg:grid-cols-2 2xl:grid-cols-3 [&>*]:min-w-0">
        {decides && <Waiting />}
        {reads && <Starts day={day} begin={begin} end={end} />}
        {plans && <Works now={now.toISOString()} />}
      </div>
      <p className="text-ink-faint">{words.timeline.zone(zone)}</p>
    </div>
  );
}

const allLook = `text-[0.8125rem] font-medium text-accent ${linkClasses}`;
const Nothing = ({ children }: { children: string }) => (
  <p className="text-ink-faint">{children}</p>
);

function List({ children }: { children: ReactNode }) {
  return <ul className="divide-y divide-line [&>li]:py-2 [&>li]:first:pt-0">{children}</ul>;
}

function Waiting() {
  const query = useQuery(approvalsQuery({}, { limit: SHOWN, offset: 0 }));
  return (
    <Panel
      title={texts.waiting}
      actions={
        <Link to="/admin/approvals" className={allLook}>
          {texts.all}
        </Link>
      }
    >
      <Faces
        query={query}
        empty={({ count }) => (count === 0 ? <Nothing>{texts.nothingWaits}</Nothing> : null)}
      >
        {({ results }) => (
          <List>
            {results.map(({ booking, asked_at }) => (
              <li key={booking.id} className="flex justify-between gap-4">
                <span className="min-w-0">
                  <span className="block truncate font-medium">
                    <BookingLink booking={booking} />
                  </span>
                  <span className="block truncate text-ink-soft">
                    {booking.owner.display_name}, {deviceNames(booking.slots)}
                  </span>
                </span>
                <Time at={asked_at} as="relative" />
              </li>
            ))}
          </List>
        )}
      </Faces>
    </Panel>
  );
}

function Starts({ day, begin, end }: { day: string; begin: string; end: string }) {
  const filter = { start: begin, end, ordering: "-start" };
  const query = useQuery(allBookingsPage(filter)({ limit: MOST_STARTS, offset: 0 }));
  return (
    <Panel
      title={texts.starts}
      actions={
        <Link to="/admin/bookings" search={{ from: day, until: day }} className={allLook}>
          {texts.all}
        </Link>
      }
    >
      <Faces
        query={query}
        empty={({ results }) =>
          startingFrom(results, begin).length === 0 ? (
            <Nothing>{texts.nothingStarts}</Nothing>
          ) : null
        }
      >
        {({ results }) => {
          const starts = startingFrom(results, begin);
          return (
            <List>
              {starts.slice(0, SHOWN).map((booking) => (
                <li key={booking.id}>
                  <span className="block truncate font-medium">
                    <BookingLink booking={booking} />
                  </span>
                  <span className="block truncate text-ink-soft">
                    {booking.owner.display_name}, {deviceNames(booking.slots)}
                  </span>
                  <span className="block">
                    <Span slots={booking.slots} />
                  </span>
                </li>
              ))}
              {starts.length > SHOWN && <li>{words.against.more(starts.length - SHOWN)}</li>}
            </List>
          );
        }}
      </Faces>
    </Panel>
  );
}

function Works({ now }: { now: string }) {
  const query = useQuery(maintenanceQuery(now, { limit: SHOWN, offset: 0 }));
  return (
    <Panel
      title={texts.works}
      actions={
        <Link to="/admin/maintenance" className={allLook}>
          {texts.all}
        </Link>
      }
    >
      <Faces
        query={query}
        empty={({ count }) => (count === 0 ? <Nothing>{texts.noWorks}</Nothing> : null)}
      >
        {({ results }) => (
          <List>
            {results.map(({ id, device_id, device, title, start, end }) => (
              <li key={id}>
                <a
                  href={`/app/inventory/devices/${device_id}?tab=maintenance`}
                  className={`block truncate font-medium ${linkClasses}`}
                >
                  {device.name}
                </a>
                <span className="block truncate text-ink-soft">{title}</span>
                <span className="block">
                  <Time at={start} /> – <Time at={end} />
                </span>
              </li>
            ))}
          </List>
        )}
      </Faces>
    </Panel>
  );
}
