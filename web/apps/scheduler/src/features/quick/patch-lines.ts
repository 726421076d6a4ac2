import type { PatchLine } from "../../queries/presets.ts";

type Candidate = PatchLine["candidates"][number];

/** Which candidate of a line was chosen, by the line's number; null leaves the line out. */
export type Choices = Readonly<Record<number, number | null>>;

/** What the lines mean, with what was chosen; what is unknown or left open is not among it. */
export function chosenOf(lines: readonly PatchLine[], choices: Choices): Candidate[] {
  return lines.flatMap(({ line, outcome, candidates }) => {
    const choice = choices[line];
    const usual = outcome === "exact" || outcome === "corrected" ? 0 : null;
    const at = choice === undefined ? usual : choice;
    const found = at === null ? undefined : candidates[at];
    return found ? [found] : [];
  });
}

export const candidateName = ({ name, port_name }: Candidate) =>
  port_name ? `${name}:${port_name}` : name;
