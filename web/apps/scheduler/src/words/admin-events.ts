/** Texts about events that did not arrive. */
export const adminEventWords = {
  letters: {
    title: "Dead letters",
    which: "Whose",
    services: { scheduler: "Bookings", inventory: "Devices", auth: "People" },
    state: "State",
    states: {
      open: "Open",
      requeued: "Handed back",
      returned: "In its queue",
      dropped: "Given up",
    },
    none: "Every event was handled",
    noneText: "What a service could not do something with, in spite of every attempt, stands here.",
    nothingFits: "No dead letter fits",
    nothingFitsText: "Take something out of the filter.",
    only: (what: string) => `Only: ${what}`,
    type: "Event",
    queue: "Queue",
    source: "From",
    subject: "About",
    unknown: "An event without a type",
    attempts: "Attempts",
    count: (attempts: number) => (attempts === 1 ? "1 attempt" : `${attempts} attempts`),
    occurred: "Happened",
    died: "Failed",
    reason: "Why it failed",
    history: "What happened to it",
    steps: {
      failed: "failed",
      requeued: "handed back",
      returned: "put into its queue",
      dropped: "given up",
    },
    by: (who: string) => `by ${who}`,
    headers: "Headers",
    body: "Content",
    base64: "as base64, since it is no text",
    narrow: "Show only",
    sameType: "this event",
    sameQueue: "this queue",
    requeue: "Hand back",
    requeuedOne: "It is handed back to its queue.",
    requeueAll: "Hand all back",
    requeueAllTitle: "Hand all open letters back?",
    requeueAllText: (narrowed: boolean) =>
      narrowed
        ? "All open ones of the events and queues that the list is narrowed to, a thousand at most."
        : "All open ones of this service, a thousand at most. Mend first why they failed.",
    requeuedAll: (requeued: number, tooOld: number, left: boolean) =>
      [
        requeued === 1 ? "1 is handed back." : `${requeued} are handed back.`,
        tooOld > 0 && `${tooOld} were too old for it.`,
        left && "There are more: do it again.",
      ]
        .filter(Boolean)
        .join(" "),
    drop: "Give up",
    dropTitle: (type: string) => `Give ${type} up?`,
    dropText: "What it told is lost to this service. The reason is kept in the audit log.",
    dropReason: "Reason",
    dropReasonHint: "At least three letters.",
    dropped: "It is given up.",
  },
  backlog: {
    title: "To be sent",
    none: "Nothing waits to be sent.",
    waits: (depth: number) =>
      depth === 1 ? "1 event waits to be sent" : `${depth} events wait to be sent`,
    oldest: "the oldest from",
    failing: (count: number) => `${count} put off after a failure`,
    holder: "Sent by",
    nobody: "No worker sends: is one running?",
    now: "Send now",
    sent: "All that was put off is tried now.",
  },
} as const;
