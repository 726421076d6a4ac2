import { Button, IconButton } from "@labwright/ui/button";
import { CheckField, TextField } from "@labwright/ui/field";
import { Select } from "@labwright/ui/select";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";

import { words } from "../../words.ts";
import { viewWords } from "../../words/views.ts";
import { GROUPINGS, type Filter } from "./rows.ts";
import { addDays, type Zoom, ZOOMS } from "./scale.ts";

export const LOOKS = ["timeline", "agenda", "load"] as const;
export type Look = (typeof LOOKS)[number];

export interface View extends Filter {
  look: Look;
  /** In the agenda what oneself has booked alone. */
  mine: boolean;
  zoom: Zoom;
  /** The first day, `2026-11-26`. */
  date: string;
}

interface ToolbarProps {
  view: View;
  today: string;
  onChange: (change: Partial<View>) => void;
}

/** What of the timeline is looked at: when, how far, which devices. */
export function Toolbar({ view, today, onChange }: ToolbarProps) {
  const { days } = ZOOMS[view.zoom];
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="flex items-end gap-1">
        <IconButton
          label={words.timeline.earlier}
          icon={<ChevronLeft aria-hidden />}
          onClick={() => onChange({ date: addDays(view.date, -days) })}
        />
        <TextField
          label={words.timeline.from}
          type="date"
          required={false}
          value={view.date}
          className="w-40"
          onChange={(event) => event.target.value && onChange({ date: event.target.value })}
        />
        <IconButton
          label={words.timeline.later}
          icon={<ChevronRight aria-hidden />}
          onClick={() => onChange({ date: addDays(view.date, days) })}
        />
        <Button onClick={() => onChange({ date: today })}>{words.timeline.today}</Button>
      </div>
      <Select
        label={viewWords.view}
        className="w-32"
        value={view.look}
        choices={LOOKS.map((value) => ({ value, label: viewWords.views[value] }))}
        onChange={(look) => onChange({ look })}
      />
      <Select
        label={words.timeline.zoom}
        className="w-32"
        value={view.zoom}
        choices={(Object.keys(ZOOMS) as Zoom[]).map((zoom) => ({
          value: zoom,
          label: words.timeline.zooms[zoom],
        }))}
        onChange={(zoom) => onChange({ zoom })}
      />
      <Select
        label={words.timeline.group}
        className="w-32"
        value={view.grouping}
        choices={GROUPINGS.map((value) => ({ value, label: words.timeline.groupings[value] }))}
        onChange={(grouping) => onChange({ grouping })}
      />
      <TextField
        label={words.timeline.filter}
        type="search"
        placeholder={words.timeline.filterHint}
        className="w-56"
        value={view.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      <CheckField
        label={words.timeline.bookable}
        className="pb-2"
        checked={view.bookable}
        onChange={(event) => onChange({ bookable: event.target.checked })}
      />
      {view.look === "agenda" && (
        <CheckField
          label={viewWords.agenda.mine}
          className="pb-2"
          checked={view.mine}
          onChange={(event) => onChange({ mine: event.target.checked })}
        />
      )}
    </div>
  );
}
