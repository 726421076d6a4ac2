import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import {
  locationsQuery,
  manufacturersQuery,
  racksQuery,
  sitesQuery,
  tagsQuery,
  typesQuery,
} from "../queries/catalogue.ts";
import { deviceChoices } from "../queries/devices.ts";
import { groupChoices, peopleChoices, stewardChoices } from "../queries/people.ts";

interface Named {
  id: number;
  name: string;
}

interface TextChoice {
  value: string;
  label: string;
}

const byId = (all: readonly Named[] | undefined): TextChoice[] =>
  (all ?? []).map(({ id, name }) => ({ value: String(id), label: name }));

/** Everything that a device may be of or at, to choose from. */
export function useCatalogueChoices() {
  const types = useQuery(typesQuery).data;
  const manufacturers = useQuery(manufacturersQuery).data;
  const sites = useQuery(sitesQuery).data;
  const tags = useQuery(tagsQuery).data;
  const categories = [...new Set((types ?? []).map((type) => type.category))].sort();
  return {
    types: byId(types),
    manufacturers: byId(manufacturers),
    sites: byId(sites),
    tags: (tags ?? []).map(({ name }) => ({ value: name, label: name })),
    categories: categories.map((name) => ({ value: name, label: name })),
  };
}

export function useSiteChoices() {
  return byId(useQuery(sitesQuery).data);
}

export function useManufacturerChoices() {
  return byId(useQuery(manufacturersQuery).data);
}

export function useLocationChoices() {
  return byId(useQuery(locationsQuery).data);
}

export function useRackChoices() {
  const sites = useQuery(sitesQuery).data;
  return (useQuery(racksQuery).data ?? []).map(({ id, name, site_id }) => ({
    value: String(id),
    label: `${name} (${sites?.find((site) => site.id === site_id)?.name ?? "…"})`,
  }));
}

export function useStewardChoices() {
  return useQuery(stewardChoices).data ?? [];
}

export function useGroupChoices() {
  return useQuery(groupChoices).data ?? [];
}

/** What is found at the server by what is typed, with the one that is chosen already. */
function useFound(
  query: typeof deviceChoices | typeof peopleChoices,
  chosen: TextChoice | null,
): { choices: TextChoice[]; onSearch: (q: string) => void } {
  const [typed, setTyped] = useState("");
  const found = useQuery(query(useDeferredValue(typed.trim()))).data ?? [];
  const [seen, setSeen] = useState<TextChoice[]>([]);
  const fresh = found.filter((one) => !seen.some((other) => other.value === one.value));
  if (fresh.length > 0) setSeen([...seen, ...fresh]);
  const wanted = typed.trim().toLocaleLowerCase();
  const fitting = seen.filter(
    (one) =>
      found.some((other) => other.value === one.value) ||
      one.label.toLocaleLowerCase().includes(wanted),
  );
  const all = chosen && !fitting.some((one) => one.value === chosen.value);
  return { choices: all ? [chosen, ...fitting] : fitting, onSearch: setTyped };
}

export const useDeviceSearch = (chosen: TextChoice | null = null) =>
  useFound(deviceChoices, chosen);

export const usePeopleSearch = (chosen: TextChoice | null = null) =>
  useFound(peopleChoices, chosen);
