/** Texts of the ways to look at devices' time. */
export const viewWords = {
  view: "View",
  views: { timeline: "Timeline", agenda: "Agenda", load: "Load" },
  agenda: {
    nothing: "Nothing is booked then",
    nothingText: "All that fits the filter is free. Book it from Quick book or the timeline.",
    mine: "Only mine",
    today: "Today",
    more: (count: number) => `and ${count} more; narrow the filter to see them`,
    since: "since",
    devices: (names: readonly string[]) =>
      names.length <= 4 ? names.join(", ") : `${names.slice(0, 4).join(", ")} +${names.length - 4}`,
  },
  load: {
    title: "Load",
    group: "Group",
    all: "All devices",
    closed: "Closed",
    cell: (group: string, time: string, share: string) => `${group}, ${time}: ${share} taken`,
    steps: ["Free", "Up to 25%", "Up to 50%", "Up to 75%", "More"],
    hint: "Choose a cell to see its timeline.",
  },
} as const;
