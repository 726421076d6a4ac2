import { TextField } from "@labwright/ui/field";
import { fromField, toField } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";
import { Tabs } from "@labwright/ui/tabs";

import type { QuickTime } from "../../components/quick-time.ts";
import { words } from "../../words.ts";
import { quickWords } from "../../words/quick.ts";
import { DevicesTab } from "./devices-tab.tsx";
import { GroupsTab, ListsTab, TemplatesTab } from "./kept-tabs.tsx";
import { PastTab } from "./past-tab.tsx";

export const QUICK_TABS = ["devices", "groups", "templates", "lists", "past"] as const;
export type QuickTab = (typeof QUICK_TABS)[number];

interface QuickBookProps {
  tab: QuickTab;
  q: string;
  time: QuickTime;
  onTab: (tab: QuickTab) => void;
  onSearch: (q: string) => void;
  onTime: (time: QuickTime) => void;
}

/** All the short ways to fill the cart, for one time that stands above them. */
export function QuickBook({ tab, q, time, onTab, onSearch, onTime }: QuickBookProps) {
  const content = {
    devices: <DevicesTab q={q} onSearch={onSearch} time={time} />,
    groups: <GroupsTab time={time} />,
    templates: <TemplatesTab time={time} />,
    lists: <ListsTab time={time} />,
    past: <PastTab time={time} />,
  };
  return (
    <div className="flex max-w-5xl flex-col gap-5">
      <TimeFields time={time} onChange={onTime} />
      <Tabs
        label={quickWords.which}
        chosen={tab}
        onChoose={onTab}
        pages={QUICK_TABS.map((id) => ({ id, label: quickWords.tabs[id], content: content[id] }))}
      />
    </div>
  );
}

interface TimeFieldsProps {
  time: QuickTime;
  onChange: (time: QuickTime) => void;
}

function TimeFields({ time: { start, end }, onChange }: TimeFieldsProps) {
  const zone = useLabZone();
  const read = (text: string) => fromField(text, zone)?.getTime();
  return (
    <div className="grid max-w-xl gap-3 sm:grid-cols-2">
      <TextField
        label={quickWords.time.start}
        type="datetime-local"
        value={toField(new Date(start), zone)}
        hint={words.timeline.zone(zone)}
        onChange={(event) => {
          const at = read(event.target.value);
          // The length stays, so that a start after the end is no fault.
          if (at !== undefined) onChange({ start: at, end: at + (end - start) });
        }}
      />
      <TextField
        label={quickWords.time.end}
        type="datetime-local"
        value={toField(new Date(end), zone)}
        error={end <= start ? quickWords.time.order : undefined}
        onChange={(event) => {
          const at = read(event.target.value);
          if (at !== undefined) onChange({ start, end: at });
        }}
      />
    </div>
  );
}
