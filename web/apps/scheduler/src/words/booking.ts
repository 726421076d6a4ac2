/** Texts of holds, and of a booking's page beside what `words.ts` has. */
export const bookingWords = {
  hold: {
    label: "What you hold",
    held: (title: string) => `“${title}” is held for you`,
  },
} as const;
