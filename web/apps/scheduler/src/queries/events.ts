import { scheduler, take } from "@labwright/api/client";
import type { components, paths } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { EventService } from "./event-services.ts";

type Schemas = components["schemas"];

export type Letter = Schemas["LetterOut"];
export type LetterDetail = Schemas["LetterDetail"];
export type LetterState = Schemas["LetterState"];
export type Backlog = Schemas["Backlog"];
export type Requeued = Schemas["RequeuedOut"];

/** What the list is narrowed to: the API's own names. */
export interface LettersFilter {
  state?: LetterState[] | undefined;
  queue?: string[] | undefined;
  type?: string[] | undefined;
}

type EventPath = Extract<keyof paths, `/api/v1/scheduler/events/${string}`>;

/** The same address of another service: each has these pages under its own area. */
const of = <Path extends EventPath>(service: EventService, path: Path) =>
  path.replace("/scheduler/", `/${service}/`) as Path;

export const eventsKey = (service: EventService) => [service, "events"] as const;
const NEWS_MS = 15_000;

const at = (id: number) => ({ path: { letter_id: id } });

export const lettersQuery = (
  service: EventService,
  filter: LettersFilter,
  range: { limit: number; offset: number },
) =>
  queryOptions({
    queryKey: [...eventsKey(service), "letters", filter, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET(of(service, "/api/v1/scheduler/events/dead-letters"), {
          params: { query: { ...filter, ...range } },
          signal,
        }),
      ),
    refetchInterval: NEWS_MS,
    placeholderData: keepPreviousData,
  });

export const letterQuery = (service: EventService, id: number) =>
  queryOptions({
    queryKey: [...eventsKey(service), "letter", id],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET(of(service, "/api/v1/scheduler/events/dead-letters/{letter_id}"), {
          params: at(id),
          signal,
        }),
      ),
  });

export const requeue = (service: EventService, id: number) =>
  take(
    scheduler.POST(of(service, "/api/v1/scheduler/events/dead-letters/{letter_id}/requeue"), {
      params: at(id),
    }),
  );

/** Hands all open letters of these queues and types back, up to a thousand at once. */
export const requeueAll = (service: EventService, { queue, type }: LettersFilter) =>
  take(
    scheduler.POST(of(service, "/api/v1/scheduler/events/dead-letters/requeue"), {
      body: { ...(queue && { queue }), ...(type && { type }) },
    }),
  );

export const drop = (service: EventService, id: number, reason: string) =>
  take(
    scheduler.POST(of(service, "/api/v1/scheduler/events/dead-letters/{letter_id}/drop"), {
      params: at(id),
      body: { reason },
    }),
  );

/** What waits to be told to the other services. */
export const backlogQuery = (service: EventService) =>
  queryOptions({
    queryKey: [...eventsKey(service), "backlog"],
    queryFn: ({ signal }) =>
      take(scheduler.GET(of(service, "/api/v1/scheduler/events/relay"), { signal })),
    refetchInterval: NEWS_MS,
  });

export const sendNow = (service: EventService) =>
  take(scheduler.POST(of(service, "/api/v1/scheduler/events/unsent/retry")));
