/** Every text of the inventory, ready for translation. */
export const words = {
  navigation: { booking: "Hardware", home: "Start" },
  home: {
    title: "Inventory",
    nothing: "Nothing here yet",
    text: "This app is being fitted out.",
  },
} as const;
