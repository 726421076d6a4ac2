import { useQueries, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";

import { groupsQuery, peopleChoices, personQuery } from "../queries/choices.ts";
import { devicesQuery } from "../queries/timelines.ts";

export interface TextChoice {
  value: string;
  label: string;
}

function distinct(pairs: Iterable<readonly [number | string, string]>): TextChoice[] {
  return [...new Map([...pairs].map(([value, label]) => [String(value), label]))]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }));
}

/** Everything that devices are or have, to choose from. */
export function useDeviceChoices() {
  const { data } = useQuery(devicesQuery);
  return useMemo(() => {
    const devices = data ?? [];
    return {
      devices: distinct(devices.map(({ id, name }) => [id, name] as const)),
      types: distinct(devices.map(({ type_id, type_name }) => [type_id, type_name] as const)),
      sites: distinct(
        devices.flatMap(({ site_id, site_name }) =>
          site_id === null ? [] : [[site_id, site_name ?? `#${site_id}`] as const],
        ),
      ),
      tags: distinct(devices.flatMap(({ tags }) => tags.map((tag) => [tag, tag] as const))),
    };
  }, [data]);
}

/** Teams and projects, to choose from. */
export function useGroupChoices() {
  const { data } = useQuery(groupsQuery);
  return useMemo(() => {
    const of = (kind: string) =>
      distinct(
        (data ?? []).filter((group) => group.kind === kind).map(({ id, name }) => [id, name]),
      );
    return { teams: of("team"), projects: of("project"), all: [...of("team"), ...of("project")] };
  }, [data]);
}

/** Names of people, by number. */
export function usePeopleNames(ids: readonly number[]): ReadonlyMap<number, string> {
  const found = useQueries({ queries: [...new Set(ids)].map((id) => personQuery(id)) });
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data.display_name]] : [])));
}

/** People, found at the server by what is typed; the chosen ones keep their names. */
export function usePeopleSearch(chosen: readonly number[] = []) {
  const [typed, setTyped] = useState("");
  const found = useQuery(peopleChoices(useDeferredValue(typed.trim()))).data ?? [];
  const names = usePeopleNames(chosen);
  const kept = [...names].map(([id, label]) => ({ value: String(id), label }));
  const known = new Set(found.map(({ value }) => value));
  return {
    choices: [...found, ...kept.filter(({ value }) => !known.has(value))],
    onSearch: setTyped,
  };
}
