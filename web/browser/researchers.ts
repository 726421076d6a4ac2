import type { APIRequestContext } from "@playwright/test";

export interface Researcher {
  username: string;
  password: string;
}

export interface Named {
  id: number;
  name: string;
}

/** A new account with the lab's usual role. */
export async function newResearcher(request: APIRequestContext, name: string): Promise<Researcher> {
  const username = `${name.split(" ")[0] ?? ""}-${Date.now().toString(36)}`.toLowerCase();
  const person = { username, password: "a long second password" };
  const data = { ...person, display_name: `${name} ${username}` };
  const answer = await request.post("/api/v1/auth/register", { data });
  if (!answer.ok()) throw new Error(await answer.text());
  return person;
}

/** Devices of which a name, type or model has this in it and that can be booked, by name. */
export async function bookable(request: APIRequestContext, q: string): Promise<Named[]> {
  const params = { q, bookable: true, ordering: "name" };
  const answer = await request.get("/api/v1/scheduler/devices", { params });
  return ((await answer.json()) as { results: Named[] }).results;
}

/** A booking as the API answers it, once the scheduler knows its owner. */
export async function booked(
  request: APIRequestContext,
  data: { title: string; slots: { device_id: number; start: string; end: string }[] },
): Promise<{ id: string }> {
  const answer = await request.post("/api/v1/scheduler/bookings", { data });
  if (!answer.ok()) throw new Error(await answer.text());
  return (await answer.json()) as { id: string };
}

/** A whole hour that no earlier run of these tests has used: some day of the coming months. */
export function someDay(hour: number): Date {
  const days = 10 + (Math.floor(Date.now() / 60_000) % 200);
  const at = new Date(Date.now() + days * 86_400_000);
  at.setUTCHours(hour, 0, 0, 0);
  return at;
}
