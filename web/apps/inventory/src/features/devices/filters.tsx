import { Button } from "@labwright/ui/button";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { FilterWords } from "@labwright/ui/filter-words";
import { words as uiWords } from "@labwright/ui/logic/words";

import {
  useCatalogueChoices,
  useGroupChoices,
  useStewardChoices,
} from "../../components/choices.ts";
import { healthChoices, statusChoices } from "../../components/states.tsx";
import type { DeviceFilters } from "../../queries/devices.ts";
import { words } from "../../words.ts";

const texts = words.device;

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
      <FilterWords label={texts.filter} value={filters.q} onChange={(q) => onChange({ q })} />
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
