import { queryOptions } from "@tanstack/react-query";

import { auth, take } from "./client.ts";
import type { components } from "./generated/auth.ts";
import { isProblem } from "./problem.ts";

export type Me = components["schemas"]["MeOut"];
export type Credentials = components["schemas"]["SignIn"];
export type LabSettings = components["schemas"]["PublicLabSettings"];

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ["auth", "me"],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await take(auth.GET("/api/v1/auth/me", { signal }));
    } catch (error) {
      if (isProblem(error) && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The lab's name, time zone, and whether strangers may register. */
export const labQuery = queryOptions({
  queryKey: ["auth", "settings", "public"],
  queryFn: ({ signal }) => take(auth.GET("/api/v1/auth/settings/public", { signal })),
  staleTime: 5 * 60_000,
});

export type SignInAnswer = { done: true } | { done: false; challenge: string };

/** Begin a session; where a second factor is on, the answer holds the challenge of its step. */
export async function signIn(body: Credentials): Promise<SignInAnswer> {
  try {
    await take(auth.POST("/api/v1/auth/login", { body }));
    return { done: true };
  } catch (error) {
    if (!isProblem(error, "second-factor-required")) throw error;
    return { done: false, challenge: String(error.body.challenge) };
  }
}

export async function signInWithCode(challenge: string, code: string): Promise<void> {
  await take(auth.POST("/api/v1/auth/login/second-factor", { body: { challenge, code } }));
}

export async function signOut(): Promise<void> {
  await take(auth.POST("/api/v1/auth/logout"));
}

/** Whether the person may; a permission ends with `_any` where others' things are meant. */
export function may(me: Me, permission: string): boolean {
  return me.permissions.includes(permission);
}
