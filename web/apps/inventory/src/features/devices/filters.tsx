import { Button } from "@labwright/ui/button";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { controlClasses } from "@labwright/ui/field";
import { words as uiWords } from "@labwright/ui/logic/words";
import { useEffect, useState } from "react";

import {
  useCatalogueChoices,
  useGroupChoices,
  useStewardChoices,
} from "../../components/choices.ts";
import { healthChoices, statusChoices } from "../../components/states.tsx";
import type { DeviceFilters } from "../../queries/devices.ts";
import { words } from "../../words.ts";

const texts = words.device;
const PAUSE_MS = 250;

type IdFilter = "device_type_id" | "site_id" | "manufacturer_id" | "steward_id" | "owner_group_id";

interface FiltersProps {
  filters: DeviceFilters;
  onChange: (change: DeviceFilters) => void;
}

/** What narrows the list; all of it stands in the address. */
export function Filters({ filters, onChange }: FiltersProps) {
  const { types, manufacturers, sites, tags, categories } = useCatalogueChoices();
  const groups = useGroupChoices();
  const stewards = useStewardChoices();
  const ids = (name: IdFilter) => ({
    values: (filters[name] ?? []).map(String),
    onChange: (values: string[]) => onChange({ [name]: values.map(Number) }),
  });
  const texted = (name: "status" | "health" | "category" | "tag") => ({
    values: filters[name] ?? [],
    onChange: (values: string[]) => onChange({ [name]: values }),
  });
  const narrowing = Object.keys(filters).filter(
    (name) => name !== "ordering" && filters[name as keyof DeviceFilters] !== undefined,
  );
  return (
    <div className="flex flex-wrap items-center gap-1.5 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1">
      <Words value={filters.q ?? ""} onChange={(q) => onChange({ q: q || undefined })} />
      <FilterMenu label={texts.status} choices={statusChoices} {...texted("status")} />
      <FilterMenu label={texts.type} choices={types} {...ids("device_type_id")} />
      <FilterMenu label={texts.category} choices={categories} {...texted("category")} />
      <FilterMenu label={texts.site} choices={sites} {...ids("site_id")} />
      <FilterMenu label={texts.manufacturer} choices={manufacturers} {...ids("manufacturer_id")} />
      <FilterMenu label={texts.tags} choices={tags} {...texted("tag")} />
      <FilterMenu label={texts.health} choices={healthChoices} {...texted("health")} />
      <FilterMenu label={texts.steward} choices={stewards} {...ids("steward_id")} />
      <FilterMenu label={texts.owner_group} choices={groups} {...ids("owner_group_id")} />
      {narrowing.length > 0 && (
        <Button
          small
          look="quiet"
          onClick={() => onChange(Object.fromEntries(narrowing.map((name) => [name, undefined])))}
        >
          {uiWords.filter.clearAll}
        </Button>
      )}
    </div>
  );
}

/** Asks when the typing pauses, and follows the address when that changes. */
function Words({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const pause = setTimeout(() => onChange(typed.trim().slice(0, 100)), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, value, onChange]);
  return (
    <input
      type="search"
      aria-label={texts.filter}
      placeholder={texts.filter}
      className={`${controlClasses} h-8! min-w-44 max-w-56`}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
