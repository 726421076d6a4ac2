import { test } from "@playwright/test";

import { makeBusyLab } from "./busy-lab.ts";
import { lookAt } from "./looks.ts";
import { signIn } from "./person.ts";
import { bookable, booked, newResearcher, type Researcher, someDay } from "./researchers.ts";

const STRANGERS = [
  "sign-in",
  "register",
  "forgotten-password",
  "reset-password",
  "confirm-email",
  "invitation",
  "gallery",
].map((name) => `/app/account/${name}`);
const MEMBERS = [
  "devices",
  "devices?q=nothing+is+called+so",
  "devices/7",
  "devices/7?tab=ports",
  "devices/7?tab=bookings",
  "devices/7?tab=maintenance",
  "devices/7?tab=history",
  "devices/7?tab=history&at=2020-01-01T00:00:00Z",
  "devices/7?tab=files",
  "devices/7?tab=label",
  "devices/999999",
  "racks",
  "racks/1",
  "maintenance",
  "pdus",
  "pdus/1",
  "types",
  "types/1",
  "types/library",
  "manufacturers",
  "sites",
  "sites/1",
  "tags",
  "statistics",
  "imports",
  "imports/new",
  "imports/1",
].map((name) => `/app/inventory/${name}`);

const ADMIN_PAGES = [
  "dashboard",
  "approvals",
  "conflicts",
  "bookings",
  "overcommitments",
  "overcommitments?resolved=true",
  "rules",
  "rules/1",
  "closures",
  "maintenance",
  "users",
  "users?q=nobody+is+called+so",
  "users/locked",
  "users/2",
  "users/999999",
  "roles",
  "roles/3",
  "groups",
  "groups/1",
  "qualifications",
  "invitations",
  "audit",
  "audit?outcome=refused",
  "settings",
  "settings?of=scheduler",
  "webhooks",
  "webhooks?off=true",
  "webhooks/1",
  "dead-letters",
  "dead-letters?of=inventory",
].map((name) => `/app/scheduler/admin/${name}`);

const RESEARCHER_PAGES = [
  "scheduler/?look=timeline",
  "scheduler/?look=agenda",
  "scheduler/?look=load",
  "scheduler/?look=load&zoom=day",
  "scheduler/quick",
  "scheduler/quick?q=ROADM",
  "scheduler/quick?tab=groups",
  "scheduler/quick?tab=templates",
  "scheduler/quick?tab=lists",
  "scheduler/quick?tab=past",
  "scheduler/bookings",
  "scheduler/bookings?when=past",
  "scheduler/notifications",
  "scheduler/notifications?unread=true",
  "account/profile",
  "account/security",
  "account/tokens",
  "account/notifications",
].map((name) => `/app/${name}`);

const isList = (path: string) => !/\/\d+|\?|new$|library|settings|statistics|dashboard/.test(path);
// A device that never was, and one that was not registered yet.
const isRefused = (path: string) => /999999|at=2020/.test(path);

// One page is looked at in five ways.
test.describe.configure({ timeout: 300_000 });

test.describe("everybody", () => {
  for (const path of STRANGERS) test(path, ({ page }) => lookAt(page, path, { refused: true }));
});

test.describe("an admin in a busy lab", () => {
  test.beforeAll(({ playwright, baseURL }) => makeBusyLab(playwright, baseURL ?? ""));
  test.beforeEach(({ page }) => signIn(page.request));

  for (const path of [...MEMBERS, ...ADMIN_PAGES]) {
    test(path, ({ page }) => lookAt(page, path, { refused: isRefused(path) }));
    if (isList(path)) test(`${path}, empty`, ({ page }) => lookAt(page, path, { empty: true }));
  }
});

test.describe("a researcher", () => {
  let person: Researcher;
  let booking: string;

  test.beforeAll(async ({ playwright, baseURL }) => {
    const request = await playwright.request.newContext({ ...(baseURL && { baseURL }) });
    person = await newResearcher(request, "Maeve Byrne");
    await signIn(request, person);
    const [device] = await bookable(request, "EDFA");
    if (!device) throw new Error("there is no EDFA to book");
    const [start, end] = [someDay(15), someDay(17)].map((at) => at.toISOString());
    const slots = [{ device_id: device.id, start: start ?? "", end: end ?? "" }];
    booking = (await booked(request, { title: "Noise figure", slots })).id;
    await request.dispose();
  });
  test.beforeEach(({ page }) => signIn(page.request, person));

  for (const path of RESEARCHER_PAGES) test(path, ({ page }) => lookAt(page, path));
  test("a booking", ({ page }) => lookAt(page, `/app/scheduler/bookings/${booking}`));
});
