import { auth, ifMatch, scheduler } from "@labwright/api/client";
import { versioned } from "@labwright/api/versioned";
import { queryOptions } from "@tanstack/react-query";

export const SERVICES = ["auth", "scheduler"] as const;
export type Service = (typeof SERVICES)[number];

/** What is set about a service, by name, with its version. */
export type Settings = Record<string, unknown> & { version: number };

/** What a service says about one of its settings (JSON Schema). */
export interface SettingSchema {
  description?: string;
  default?: unknown;
  type?: string;
  format?: string;
  enum?: string[];
  $ref?: string;
}

export interface SettingsSchema {
  properties: Record<string, SettingSchema>;
  $defs?: Record<string, SettingSchema>;
}

export const settingsAsAre = async (service: Service) =>
  (service === "auth"
    ? await versioned(auth.GET("/api/v1/auth/settings"))
    : await versioned(scheduler.GET("/api/v1/scheduler/settings"))) as Settings;

export const settingsKey = (service: Service) => [service, "settings"] as const;

export const settingsQuery = (service: Service) =>
  queryOptions({
    queryKey: [...settingsKey(service), "all"],
    queryFn: () => settingsAsAre(service),
  });

export const schemaQuery = (service: Service) =>
  queryOptions({
    queryKey: [...settingsKey(service), "schema"],
    queryFn: async () => {
      const { data } =
        service === "auth"
          ? await auth.GET("/api/v1/auth/settings/schema")
          : await scheduler.GET("/api/v1/scheduler/settings/schema");
      return data as unknown as SettingsSchema;
    },
    staleTime: Infinity,
  });

export async function changeSettings(
  service: Service,
  body: object,
  version: number,
): Promise<Settings> {
  const headers = ifMatch(version);
  return (
    service === "auth"
      ? await versioned(auth.PATCH("/api/v1/auth/settings", { body, headers }))
      : await versioned(scheduler.PATCH("/api/v1/scheduler/settings", { body, headers }))
  ) as Settings;
}
