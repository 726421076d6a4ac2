import type { APIRequestContext, PlaywrightWorkerArgs } from "@playwright/test";

import { ADMIN } from "./person.ts";

const PASSWORD = "a long word for tests";
export const APPROVER = { username: "erik", password: PASSWORD };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An instant so many days and hours from the beginning of this day. */
function at(days: number, hours: number): string {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return new Date(today + days * DAY_MS + hours * HOUR_MS).toISOString();
}

type Playwright = PlaywrightWorkerArgs["playwright"];
type Send = <Answer>(method: string, path: string, data?: unknown) => Promise<Answer>;

interface Named {
  id: number;
  name: string;
}

function speaker(request: APIRequestContext): Send {
  return async <Answer>(method: string, path: string, data?: unknown) => {
    const answer = await request.fetch(`/api/v1${path}`, { method, ...(data ? { data } : {}) });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (answer.status() === 204 ? undefined : await answer.json()) as Answer;
  };
}

async function person(playwright: Playwright, baseURL: string, username: string, password: string) {
  const request = await playwright.request.newContext({ baseURL });
  const send = speaker(request);
  await send("POST", "/auth/login", { username, password });
  return { send, close: () => request.dispose() };
}

/** Repeats what is refused while news of another service is under way. */
async function soon<Answer>(ask: () => Promise<Answer>, tries = 40): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 250));
    return soon(ask, tries - 1);
  }
}

const PEOPLE = [
  { username: "ada", display_name: "Ada Lovelace", role: "User" },
  { username: "grace", display_name: "Grace Hopper", role: "User" },
  { username: APPROVER.username, display_name: "Erik Approver", role: "Approver" },
];

async function makePeople(admin: Send): Promise<void> {
  for (const { username, display_name, role } of PEOPLE) {
    const mail = `${username}@lab.example`;
    const made = await admin<{ id: number }>("POST", "/auth/register", {
      username,
      password: PASSWORD,
      email: mail,
      display_name,
    });
    await admin("PUT", `/auth/users/${made.id}/roles`, { roles: [role] });
  }
}

interface Device extends Named {
  type_id: number;
}

/** Devices of the sample, which a new lab loads once it answers. */
async function sampleDevices(admin: Send): Promise<Device[]> {
  const { results } = await admin<{ results: Device[] }>(
    "GET",
    "/scheduler/devices?bookable=true&limit=40&q=ROADM",
  );
  if (results.length < 8) throw new Error("the sample's ROADMs are not there yet");
  return results;
}

async function makeLab(admin: Send, [first]: readonly Device[]): Promise<void> {
  const rule = (body: object) => soon(() => admin("POST", "/scheduler/rules", body));
  await rule({
    name: "Long bookings are approved",
    description: "So that nobody takes a device away for a week unseen.",
    terms: { kind: "approval", longer_than: "PT4H" },
  });
  await rule({
    name: "Within office hours",
    terms: {
      kind: "bookable_hours",
      weekly: [{ days: ["mon", "tue", "wed", "thu", "fri"], opens: "06:00", closes: "22:00" }],
      only_ends: true,
    },
    target: { roles: ["Viewer"] },
    enabled: false,
  });
  await rule({
    name: "Approvers up to a week",
    terms: { kind: "approver_limit", longest: "P7D", most_devices: 20 },
    target: { roles: ["Approver"], type_ids: [first?.type_id] },
  });
  const group = await admin<{ id: number }>("POST", "/auth/groups", {
    name: "Quantum networks",
    kind: "project",
    description: "Entanglement over deployed fibre.",
  });
  await rule({
    name: "Quantum month",
    terms: {
      kind: "season",
      first_day: "2027-01-01",
      last_day: "2027-01-31",
      project_ids: [group.id],
      others_longest: "PT8H",
      others_need_approval: true,
    },
  });
  await admin("POST", "/auth/groups", { name: "Photonics team", kind: "team" });
  // Off, so that nothing is ever sent there.
  await admin("POST", "/scheduler/webhooks", {
    name: "Tickets",
    url: "https://93.184.216.34/hook",
    kinds: ["blocked", "no_show"],
    active: false,
  });
}

function booking(title: string, device: Named | undefined, start: string, end: string, more = {}) {
  return { title, slots: [{ device_id: device?.id, start, end }], ...more };
}

async function book(ada: Send, grace: Send, devices: readonly Named[]): Promise<void> {
  const ask = (who: Send, body: object) => soon(() => who("POST", "/scheduler/bookings", body));
  const [a, b, c, d, e, f] = devices;
  await ask(ada, booking("Long soak of the amplifiers", a, at(3, 8), at(4, 8)));
  await ask(
    ada,
    booking("Polarisation drift over a weekend", b, at(5, 8), at(7, 8), {
      message: "The fibre to the roof has to be quiet, so we need the whole weekend.",
    }),
  );
  await ask(grace, booking("Spectrum survey", c, at(2, 9), at(2, 18)));
  await ask(grace, booking("Filter alignment", d, at(1, 9), at(1, 11)));
  await ask(
    ada,
    booking("Demo for visitors", d, at(1, 10), at(1, 12), {
      allow_conflict: true,
      message: "They come from abroad, and only on that day.",
    }),
  );
  await ask(grace, booking("Crosstalk measurement", e, at(1, 13), at(1, 16)));
  await ask(ada, booking("Link budget", f, at(2, 9), at(2, 12)));
  await ask(ada, booking("Dispersion map", f, at(6, 9), at(6, 12)));
}

/** A rack with two devices in it, a power strip that feeds one, and ports with a link. */
async function mount(admin: Send, [first, second]: readonly Named[]): Promise<void> {
  const { results } = await admin<{ results: Named[] }>("GET", "/inventory/sites?limit=1");
  const site_id = results[0]?.id;
  const rack = await admin<Named>("POST", "/inventory/racks", { name: "Row A, rack 1", site_id });
  const strip = { name: "PDU-A1", host: "pdu-a1.lab.example", driver: "raritan", site_id };
  const pdu = await admin<Named>("POST", "/inventory/pdus", { ...strip, outlet_count: 8 });
  const outlet = { device_id: first?.id, label: "Supply A" };
  await admin("PATCH", `/inventory/pdus/${pdu.id}/outlets/1`, outlet);
  const ports: Named[] = [];
  for (const [index, device] of [first, second].entries()) {
    const place = { site_id, rack_id: rack.id, u_position: 10 + index * 4 };
    await admin("PATCH", `/inventory/devices/${device?.id}`, place);
    const port = { name: "LINE-1", kind: "lc" };
    ports.push(await admin<Named>("POST", `/inventory/devices/${device?.id}/ports`, port));
  }
  const [from, to] = ports;
  const link = { port_a_id: from?.id, port_b_id: to?.id, kind: "fibre" };
  await admin("POST", "/inventory/links", link);
}

/** A lab with people, rules, requests, a conflict and a closure; made once. */
export async function makeBusyLab(playwright: Playwright, baseURL: string): Promise<void> {
  const admin = await person(playwright, baseURL, ADMIN.username, ADMIN.password);
  const known = await admin.send<{ count: number }>("GET", `/auth/users?q=${APPROVER.username}`);
  if (known.count === 0) {
    const devices = await soon(() => sampleDevices(admin.send), 240);
    await mount(admin.send, devices);
    await makePeople(admin.send);
    await makeLab(admin.send, devices);
    const ada = await person(playwright, baseURL, "ada", PASSWORD);
    const grace = await person(playwright, baseURL, "grace", PASSWORD);
    await book(ada.send, grace.send, devices);
    await admin.send("POST", "/scheduler/closures", {
      scope: "device",
      target_ids: [devices[5]?.id],
      start: at(2, 10),
      end: at(2, 20),
      reason: "The cooling of this room is renewed",
    });
    await admin.send("POST", "/inventory/maintenance", {
      device_id: devices[6]?.id,
      kind: "calibration",
      title: "Calibrate the power monitors",
      start: at(4, 9),
      end: at(4, 12),
    });
    await admin.send("POST", "/auth/invitations", {
      email: "guest@partner.example",
      roles: ["User"],
    });
    await Promise.all([ada.close(), grace.close()]);
  }
  await admin.close();
}
