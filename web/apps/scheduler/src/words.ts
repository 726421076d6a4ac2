/** Every text of the scheduler, ready for translation. */
export const words = {
  navigation: { booking: "Booking", home: "Start" },
  home: {
    title: "Scheduler",
    nothing: "Nothing to book with yet",
    text: "This app is being fitted out.",
  },
} as const;
