/** Every text about notices. */
export const words = {
  bell: (unread: number) => (unread === 0 ? "Notices" : `Notices, ${unread} unread`),
  title: "Notices",
  none: "Nothing yet",
  noneText: "What happens to your bookings stands here.",
  unread: "Unread",
  markRead: "Mark read",
  markOne: (subject: string) => `Mark “${subject}” read`,
  markAll: "Mark all read",
  all: "All notices",
  choose: "Choose what you are told",
} as const;
