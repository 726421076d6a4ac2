import { ifMatch, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Webhook = Schemas["WebhookOut"];
export type WebhookMade = Schemas["WebhookMade"];
export type WebhookIn = Schemas["WebhookIn"];
export type WebhookChange = Schemas["WebhookChange"];
export type Delivery = Schemas["DeliveryOut"];
export type DeliveryState = Schemas["DeliveryState"];

interface Range {
  limit: number;
  offset: number;
}

export const WEBHOOKS = ["scheduler", "webhooks"] as const;
const WAITING_MS = 4_000;

const at = (id: number) => ({ path: { webhook_id: id } });

/** The lab's webhooks; of `off` those alone that are switched off. */
export const webhooksQuery = (off: boolean, range: Range) =>
  queryOptions({
    queryKey: [...WEBHOOKS, "page", off, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/webhooks", {
          params: { query: { ...(off && { active: false }), ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const webhookAsIs = (id: number) =>
  take(scheduler.GET("/api/v1/scheduler/webhooks/{webhook_id}", { params: at(id) }));

export const webhookQuery = (id: number) =>
  queryOptions({ queryKey: [...WEBHOOKS, id], queryFn: () => webhookAsIs(id) });

/** What was sent, the newest first; asked again and again while something waits. */
export const deliveriesQuery = (id: number, state: DeliveryState[] | undefined, range: Range) =>
  queryOptions({
    queryKey: [...WEBHOOKS, id, "deliveries", state, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/webhooks/{webhook_id}/deliveries", {
          params: { ...at(id), query: { ...(state && { state }), ...range } },
          signal,
        }),
      ),
    refetchInterval: ({ state: { data } }) =>
      data?.results.some((delivery) => delivery.state === "waiting") ? WAITING_MS : false,
    placeholderData: keepPreviousData,
  });

/** Answers with the secret, which is never shown again. */
export const makeWebhook = (body: WebhookIn) =>
  take(scheduler.POST("/api/v1/scheduler/webhooks", { body }));

export const changeWebhook = (id: number, body: WebhookChange, version: number) =>
  take(
    scheduler.PATCH("/api/v1/scheduler/webhooks/{webhook_id}", {
      params: at(id),
      body,
      headers: ifMatch(version),
    }),
  );

export const removeWebhook = (id: number, version: number) =>
  take(
    scheduler.DELETE("/api/v1/scheduler/webhooks/{webhook_id}", {
      params: at(id),
      headers: ifMatch(version),
    }),
  );

export const renewSecret = (id: number) =>
  take(scheduler.POST("/api/v1/scheduler/webhooks/{webhook_id}/secret", { params: at(id) }));

export const sendTest = (id: number) =>
  take(scheduler.POST("/api/v1/scheduler/webhooks/{webhook_id}/test", { params: at(id) }));

export const sendAgain = (id: number, delivery: number) =>
  take(
    scheduler.POST("/api/v1/scheduler/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", {
      params: { path: { webhook_id: id, delivery_id: delivery } },
    }),
  );

/** Sends all again that was given up. */
export const sendFailedAgain = (id: number) =>
  take(
    scheduler.POST("/api/v1/scheduler/webhooks/{webhook_id}/deliveries/replay", { params: at(id) }),
  );
