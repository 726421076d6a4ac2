import { plainWords } from "@labwright/ui/logic/plain-words";

export interface Compared {
  field: string;
  then: string;
  now: string;
  differs: boolean;
}

const said = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)
    ? ""
    : plainWords(value);

/** Each field as it was and as it is, those that differ first. */
export function compared(
  then: Record<string, unknown>,
  now: Record<string, unknown>,
): readonly Compared[] {
  const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return fields
    .map((field) => {
      const [was, is] = [said(then[field]), said(now[field])];
      return { field, then: was, now: is, differs: was !== is };
    })
    .sort((a, b) => Number(b.differs) - Number(a.differs));
}
