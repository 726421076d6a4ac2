import type { APIRequestContext } from "@playwright/test";

export const ADMIN = { username: "admin", password: "a long first password" };

/** A session without the form, for tests that are about something else. */
export async function signIn(request: APIRequestContext, person = ADMIN): Promise<void> {
  const answer = await request.post("/api/v1/auth/login", { data: person });
  if (!answer.ok()) throw new Error(await answer.text());
}

/** The first device that is called so, as the API has it. */
export async function deviceNamed(
  request: APIRequestContext,
  name: string,
): Promise<{ id: number; version: number }> {
  const answer = await request.get("/api/v1/inventory/devices", { params: { q: name } });
  const { results } = (await answer.json()) as { results: { id: number; version: number }[] };
  if (!results[0]) throw new Error(`there is no device ${name}`);
  return results[0];
}
