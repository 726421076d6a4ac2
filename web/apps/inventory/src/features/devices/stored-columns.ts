const COLUMNS = "labwright.inventory.columns";

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

/** The columns that were last shown in this browser. */
export function storedColumns(usual: string[]): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(COLUMNS) ?? "null");
    return isTexts(value) ? value : usual;
  } catch {
    return usual;
  }
}

export function storeColumns(columns: string[]): void {
  localStorage.setItem(COLUMNS, JSON.stringify(columns));
}
