import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { useMay } from "@labwright/ui/signed-in";

import { quickWords } from "../../words/quick.ts";

const OWN: readonly FieldSpec[] = [
  { name: "name", label: quickWords.name, kind: "text", required: true, wide: true },
  { name: "description", label: quickWords.description, kind: "area", wide: true },
];

const SHARED: FieldSpec = {
  name: "shared",
  label: quickWords.shared,
  hint: quickWords.sharedHint,
  kind: "check",
  wide: true,
};

/** What is said of something kept; not everybody may share it with all. */
export function useKeptFields(): readonly FieldSpec[] {
  return useMay("scheduler:preset:write_any") ? [...OWN, SHARED] : OWN;
}
