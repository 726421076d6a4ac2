import { classes } from "@labwright/ui/logic/classes";
import { clock } from "@labwright/ui/logic/times";
import { Tip } from "@labwright/ui/tooltip";

import { MaintenanceLamp } from "../../components/states.tsx";
import type { Maintenance } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { daysShown, touches } from "./months.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SHOWN = 3;

interface CalendarProps {
  month: string;
  today: string;
  zone: string;
  items: readonly Maintenance[];
  onOpen: (item: Maintenance) => void;
}

/** A month of planned work, as the lab's days are. */
export function Calendar({ month, today, zone, items, onOpen }: CalendarProps) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-line max-md:hidden">
      <div aria-hidden className="grid grid-cols-7 gap-px">
        {WEEKDAYS.map((name) => (
          <div key={name} className="engraved bg-sunken px-2 py-1.5 text-ink-soft">
            {name}
          </div>
        ))}
      </div>
      <ol className="mt-px grid grid-cols-7 gap-px">
        {daysShown(month).map((day) => (
          <Day
            key={day}
            day={day}
            outside={!day.startsWith(month)}
            current={day === today}
            items={items.filter((item) => touches(day, item, zone))}
            zone={zone}
            onOpen={onOpen}
          />
        ))}
      </ol>
    </div>
  );
}

interface DayProps {
  day: string;
  outside: boolean;
  current: boolean;
  items: readonly Maintenance[];
  zone: string;
  onOpen: (item: Maintenance) => void;
}

function Day({ day, outside, current, items, zone, onOpen }: DayProps) {
  return (
    <li className={classes("min-h-24 p-1.5", outside ? "bg-paper" : "bg-panel")}>
      <time
        dateTime={day}
        className={classes(
          "reading inline-grid h-6 min-w-6 place-items-center rounded-full px-1",
          current ? "bg-accent text-on-accent" : outside ? "text-ink-faint" : "text-ink-soft",
        )}
      >
        {Number(day.slice(8))}
      </time>
      <ul className="mt-1 flex flex-col gap-0.5">
        {items.slice(0, SHOWN).map((item) => (
          <li key={item.id}>
            <Tip
              text={`${clock(item.start, zone)}–${clock(item.end, zone)} ${item.device.name}: ${item.title}`}
            >
              <button
                type="button"
                onClick={() => onOpen(item)}
                className="flex w-full items-center gap-1.5 truncate rounded-sm px-1 py-0.5 text-left text-xs hover:bg-sunken"
              >
                <MaintenanceLamp state={item.state} />
                <span className="truncate">
                  <span className="font-medium">{item.device.name}</span> {item.title}
                </span>
              </button>
            </Tip>
          </li>
        ))}
        {items.length > SHOWN && (
          <li className="px-1 text-xs text-ink-faint">
            {words.maintenance.more(items.length - SHOWN)}
          </li>
        )}
      </ul>
    </li>
  );
}
