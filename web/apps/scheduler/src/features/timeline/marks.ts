/** What a bar has beside its state, the same in the legend. */
export const MARKS = {
  own: "border-l-4",
  overcommitted: "outline-2 outline-bad -outline-offset-1",
} as const;
