/** Texts of holds, and of a booking's page beside what `words.ts` has. */
export const bookingWords = {
  hold: {
    label: "What you hold",
    held: (title: string) => `“${title}” is held for you`,
  },
  describe: {
    action: "Change words or people",
    title: "Change words or people",
    name: "What for",
  },
  checkIn: {
    action: "Check in",
    done: "Checked in.",
    at: (time: string) => `Checked in ${time}`,
  },
  approval: "Waits for approval because",
  expires: (time: string) => `Expires ${time} if nobody decides`,
  wanted: (time: string) => `Asks for ${time}`,
  history: {
    title: "History",
    more: "Show more",
    by: (name: string) => `by ${name}`,
    actions: {
      "scheduler.booking.create": "Booked",
      "scheduler.booking.challenge": "Asked for taken time",
      "scheduler.booking.wait": "Went on the waiting list",
      "scheduler.booking.confirm": "Confirmed",
      "scheduler.booking.describe": "Words or people changed",
      "scheduler.booking.extend": "End changed",
      "scheduler.booking.move": "Moved",
      "scheduler.booking.reshape": "Changed",
      "scheduler.booking.transfer": "Handed over",
      "scheduler.booking.release": "Given back",
      "scheduler.booking.check_in": "Checked in",
      "scheduler.booking.cancel": "Cancelled",
      "scheduler.booking.approve": "Approved",
      "scheduler.booking.reject": "Rejected",
      "scheduler.booking.promote": "Got the place it asked for",
      "scheduler.booking.offer": "Offered a place",
      "scheduler.booking.expire": "Expired",
      "scheduler.booking.no_show": "Released, nobody came",
      "scheduler.booking.give_way": "Gave way to another booking",
    } as Record<string, string>,
  },
  conflict: {
    asks: "Asks for time that others have",
    asked: "Somebody asks for this time",
    text: "Somebody who approves decides. If whoever has it gives it up, the one who asks gets it at once.",
    challenger: "Asks for it",
    challenged: "Has it",
    alternatives: "What else would do",
    instead: (names: string) => `Free then: ${names}`,
    nearest: (time: string) => `The same device is free ${time}`,
  },
  series: {
    title: "Series",
    lead: (count: number, skipped: number) =>
      skipped === 0
        ? `One of ${count} bookings.`
        : `One of ${count} bookings, ${skipped} of them skipped.`,
    skipped: "Skipped",
    present: "this one",
    scope: "What of the series",
    scopes: {
      this: "This booking",
      following: "This and those that follow",
      all: "All of the series",
    },
  },
} as const;
