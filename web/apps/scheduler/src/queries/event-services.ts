/** The services that keep what they could not do anything with. */
export const EVENT_SERVICES = ["scheduler", "inventory", "auth"] as const;
export type EventService = (typeof EVENT_SERVICES)[number];
