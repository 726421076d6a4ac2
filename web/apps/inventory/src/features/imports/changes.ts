import { plainWords } from "@labwright/ui/logic/plain-words";

export interface Change {
  field: string;
  before: string;
  after: string;
}

/** A row's changes as the API has them, `{field: [before, after]}`, in words. */
export function changesOf(changes: Record<string, unknown[]>): Change[] {
  return Object.entries(changes).map(([field, [before, after]]) => ({
    field,
    before: plainWords(before),
    after: plainWords(after),
  }));
}
