import type { DeviceFilters } from "../../queries/devices.ts";

/** A list as somebody likes to see it. */
export interface View {
  name: string;
  filters: DeviceFilters;
  columns: string[];
}

const VIEWS = "labwright.inventory.views";
const COLUMNS = "labwright.inventory.columns";

function read<Kept>(key: string, otherwise: Kept, isKept: (value: unknown) => value is Kept): Kept {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isKept(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const isViews = (value: unknown): value is View[] =>
  Array.isArray(value) &&
  value.every(
    (one: unknown) =>
      typeof one === "object" &&
      one !== null &&
      "name" in one &&
      typeof one.name === "string" &&
      "filters" in one &&
      typeof one.filters === "object" &&
      "columns" in one &&
      isTexts(one.columns),
  );

export const storedViews = (): View[] => read(VIEWS, [], isViews);

export const storedColumns = (usual: string[]): string[] => read(COLUMNS, usual, isTexts);

export function storeColumns(columns: string[]): void {
  localStorage.setItem(COLUMNS, JSON.stringify(columns));
}

/** Keep a view; one of the same name is replaced. */
export function storeView(view: View): View[] {
  const views = [...storedViews().filter(({ name }) => name !== view.name), view];
  return store(views.sort((a, b) => a.name.localeCompare(b.name)));
}

export function forgetView(name: string): View[] {
  return store(storedViews().filter((view) => view.name !== name));
}

function store(views: View[]): View[] {
  localStorage.setItem(VIEWS, JSON.stringify(views));
  return views;
}
