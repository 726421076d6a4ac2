import { Button, IconButton } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Empty, Faces } from "@labwright/ui/faces";
import { fromField, toField } from "@labwright/ui/logic/times";
import { Facts, Page } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { Time, useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import { DeviceLink } from "../../components/device-link.tsx";
import { MaintenanceActions } from "../../components/maintenance-actions.tsx";
import { MaintenanceForm } from "../../components/maintenance-form.tsx";
import { MAINTENANCE_STATES, MaintenanceBadge } from "../../components/states.tsx";
import { maintenanceWithin } from "../../queries/maintenance.ts";
import type { Maintenance as Item } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { Calendar } from "./calendar.tsx";
import { daysShown, monthOf, monthsLater } from "./months.ts";

const texts = words.maintenance;
const DAY_MS = 86_400_000;

interface MaintenanceProps {
  /** `2026-11`; this month where the address names none. */
  month: string | undefined;
  onMonth: (month: string | undefined) => void;
}

export function Maintenance({ month, onMonth }: MaintenanceProps) {
  const zone = useLabZone();
  const mayWrite = useMay("inventory:maintenance:write");
  const [planning, setPlanning] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const now = new Date();
  const shown = month ?? monthOf(now, zone);
  const days = daysShown(shown);
  const begin = fromField(`${days[0]}T00:00`, zone) ?? now;
  const end = new Date((fromField(`${days.at(-1)}T00:00`, zone) ?? now).getTime() + DAY_MS);
  const query = useQuery(maintenanceWithin(begin.toISOString(), end.toISOString()));
  const opened = query.data?.find(({ id }) => id === open);
  return (
    <Page
      title={texts.title}
      actions={
        mayWrite && (
          <Button look="primary" onClick={() => setPlanning(true)}>
            <Plus aria-hidden />
            {texts.plan}
          </Button>
        )
      }
    >
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <IconButton
          label={texts.previous}
          icon={<ChevronLeft aria-hidden />}
          onClick={() => onMonth(monthsLater(shown, -1))}
        />
        <h2 className="min-w-40 text-center text-lg font-semibold">{monthName(shown)}</h2>
        <IconButton
          label={texts.next}
          icon={<ChevronRight aria-hidden />}
          onClick={() => onMonth(monthsLater(shown, 1))}
        />
        <Button small onClick={() => onMonth(undefined)}>
          {texts.today}
        </Button>
        <span className="grow" />
        <Legend />
      </div>
      <Faces query={query}>
        {(items) => (
          <div className="flex flex-col gap-6">
            <Calendar
              month={shown}
              today={toField(now, zone).slice(0, 10)}
              zone={zone}
              items={items}
              onOpen={({ id }) => setOpen(id)}
            />
            <List items={items} />
          </div>
        )}
      </Faces>
      {planning && <MaintenanceForm item={null} onClose={() => setPlanning(false)} />}
      {opened && <Details item={opened} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function monthName(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

function Legend() {
  return (
    <ul aria-label={texts.legend} className="flex flex-wrap gap-1">
      {MAINTENANCE_STATES.map((state) => (
        <li key={state}>
          <MaintenanceBadge state={state} />
        </li>
      ))}
    </ul>
  );
}

function List({ items }: { items: readonly Item[] }) {
  if (items.length === 0) return <Empty title={texts.noneYet}>{texts.noneYetText}</Empty>;
  return (
    <section>
      <h2 className="engraved mb-2 text-ink-soft">{texts.list}</h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
        {items.map((item) => (
          <li key={item.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 py-2.5">
            <MaintenanceBadge state={item.state} />
            <span className="min-w-0 grow basis-60">
              <DeviceLink id={item.device_id}>
                <span className="font-medium">{item.device.name}</span>
              </DeviceLink>{" "}
              {item.title}
              <span className="block text-ink-soft">
                <Time at={item.start} /> – <Time at={item.end} />
              </span>
            </span>
            <MaintenanceActions item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Details({ item, onClose }: { item: Item; onClose: () => void }) {
  return (
    <Dialog
      open
      drawer
      onClose={onClose}
      title={item.title}
      actions={<MaintenanceActions item={item} />}
    >
      <Facts
        facts={[
          { name: texts.state, value: <MaintenanceBadge state={item.state} /> },
          {
            name: texts.device,
            value: <DeviceLink id={item.device_id}>{item.device.name}</DeviceLink>,
          },
          { name: texts.kind, value: words.maintenanceKind[item.kind] },
          { name: texts.start, value: <Time at={item.start} /> },
          { name: texts.end, value: <Time at={item.end} /> },
          { name: texts.description, value: item.description },
          { name: texts.outcome, value: item.outcome },
          { name: texts.performed_by, value: item.performed_by },
          { name: texts.cost, value: item.cost },
          { name: texts.parts, value: item.parts },
          { name: texts.next_due, value: item.next_due && <Time at={item.next_due} as="day" /> },
        ]}
      />
    </Dialog>
  );
}
