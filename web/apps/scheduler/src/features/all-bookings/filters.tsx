import { FilterMenu } from "@labwright/ui/filter-menu";
import { Combobox } from "@labwright/ui/combobox";
import { FilterWords } from "@labwright/ui/filter-words";

import { useDeviceChoices, useGroupChoices, usePeopleSearch } from "../../components/choices.ts";
import { FilterBar, FilterDay, FilterSwitch } from "../../components/filter-bar.tsx";
import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.allBookings;

/** What the address says about the list. */
export interface BookingsSearch {
  q?: string | undefined;
  status?: string[] | undefined;
  device_id?: number[] | undefined;
  owner_id?: number | undefined;
  project_id?: number[] | undefined;
  from?: string | undefined;
  until?: string | undefined;
  overcommitted?: true | undefined;
  ordering?: string | undefined;
}

const STATES = Object.entries(words.states)
  .filter(([value]) => value !== "unknown")
  .map(([value, label]) => ({ value, label }));

interface FiltersProps {
  search: BookingsSearch;
  onChange: (part: BookingsSearch) => void;
}

export function Filters({ search, onChange }: FiltersProps) {
  const { devices } = useDeviceChoices();
  const { projects } = useGroupChoices();
  const narrowed = Object.entries(search).some(
    ([name, value]) => name !== "ordering" && value !== undefined,
  );
  return (
    <FilterBar
      narrowed={narrowed}
      onClear={() =>
        onChange({
          q: undefined,
          status: undefined,
          device_id: undefined,
          owner_id: undefined,
          project_id: undefined,
          from: undefined,
          until: undefined,
          overcommitted: undefined,
        })
      }
    >
      <FilterWords
        label={words.bookings.filter}
        value={search.q}
        onChange={(q) => onChange({ q })}
      />
      <FilterMenu
        label={texts.status}
        choices={STATES}
        values={search.status ?? []}
        onChange={(status) => onChange({ status })}
      />
      <FilterMenu
        label={texts.device}
        choices={devices}
        values={(search.device_id ?? []).map(String)}
        onChange={(values) => onChange({ device_id: values.map(Number) })}
      />
      {projects.length > 0 && (
        <FilterMenu
          label={texts.project}
          choices={projects}
          values={(search.project_id ?? []).map(String)}
          onChange={(values) => onChange({ project_id: values.map(Number) })}
        />
      )}
      <FilterDay label={texts.from} value={search.from} onChange={(from) => onChange({ from })} />
      <FilterDay
        label={texts.until}
        value={search.until}
        onChange={(until) => onChange({ until })}
      />
      <FilterSwitch
        label={texts.flagged}
        on={search.overcommitted === true}
        onChange={(on) => onChange({ overcommitted: on || undefined })}
      />
      <OwnerFilter search={search} onChange={onChange} />
    </FilterBar>
  );
}

function OwnerFilter({ search, onChange }: FiltersProps) {
  const people = usePeopleSearch(search.owner_id === undefined ? [] : [search.owner_id]);
  return (
    <div className="relative w-52 shrink-0 [&_input]:h-8! [&_label]:sr-only">
      <Combobox
        label={texts.owner}
        placeholder={texts.anybody}
        value={search.owner_id === undefined ? "" : String(search.owner_id)}
        choices={people.choices}
        onSearch={people.onSearch}
        onChange={(value) => onChange({ owner_id: value ? Number(value) : undefined })}
      />
    </div>
  );
}
