import { readFile } from "node:fs/promises";

import { expect, test } from "@playwright/test";

import { signIn } from "./person.ts";
import { bookable, booked, newResearcher, someDay } from "./researchers.ts";

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

test("a researcher finds free time, holds, books, extends, shares and takes it along", async ({
  page,
}) => {
  const colleague = await newResearcher(page.request, "Grace Hopper");
  await signIn(page.request, await newResearcher(page.request, "Ada Lovelace"));
  const day = someDay(0).toISOString().slice(0, 10);
  await page.goto(`/app/scheduler/?zoom=day&group=none&q=ROADM&date=${day}`);

  // By keyboard alone: two devices for an hour.
  await page.getByRole("application", { name: "Timeline of devices" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  for (let n = 0; n < 3; n += 1) await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByText("2 devices")).toBeVisible();
  await page.keyboard.press("Enter");

  const cart = page.getByRole("dialog", { name: "Book devices" });
  await expect(cart.getByText("All of it is free.")).toBeVisible();
  await cart.getByLabel("What for").fill("Two ROADMs in a row");
  await cart.getByRole("button", { name: /^Hold/ }).dblclick();
  await expect(page.getByRole("heading", { name: "Two ROADMs in a row" })).toBeVisible();
  await expect(page.getByRole("timer").first()).toHaveText(/^1[45]:/);
  await page.getByRole("button", { name: "Confirm" }).first().click();
  await expect(page.getByText("Confirmed").first()).toBeVisible();

  await page.getByRole("button", { name: "Extend" }).click();
  const extend = page.getByRole("dialog", { name: "Extend or shorten" });
  await extend.getByLabel("New end").fill(`${day}T02:30`);
  await extend.getByRole("button", { name: "Extend" }).click();
  await expect(page.getByText("The end is changed.")).toBeVisible();

  await page.getByRole("button", { name: "Change words or people" }).click();
  const change = page.getByRole("dialog", { name: "Change words or people" });
  await change.getByRole("combobox", { name: "Collaborators" }).fill(colleague.username);
  await page.getByRole("option", { name: new RegExp(colleague.username) }).click();
  await change.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "Grace Hopper" })).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Calendar entry" }).click();
  const entry = await readFile(await (await download).path(), "utf-8");
  expect(entry).toContain("BEGIN:VEVENT");
  expect(entry).toContain("Two ROADMs in a row");
});

test("a second researcher asks anyway, and gets the place when the first gives it up", async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page.request, await newResearcher(page.request, "First Comer"));
  const [device] = await bookable(page.request, "ROADM");
  if (!device) throw new Error("there is no ROADM to book");
  const start = someDay(9).getTime();
  const slots = [{ device_id: device.id, start: iso(start), end: iso(start + 2 * HOUR) }];
  const first = await booked(page.request, { title: "The first", slots });

  const context = await browser.newContext({ ...(baseURL && { baseURL }) });
  const other = await context.newPage();
  await signIn(context.request, await newResearcher(context.request, "Second Comer"));
  const time = `start=${iso(start)}&end=${iso(start + HOUR)}`;
  await other.goto(`/app/scheduler/quick?q=${device.name}&${time}`);
  await expect(other.getByText("Not free")).toBeVisible();
  await other.getByRole("button", { name: `Add ${device.name}`, exact: true }).click();
  await other.getByRole("button", { name: "Book 1" }).click();
  await expect(other.getByRole("heading", { name: "What else would do" })).toBeVisible();
  await other.getByRole("button", { name: "Ask anyway" }).click();
  await expect(other.getByText("Asks for a taken time").first()).toBeVisible();

  await page.goto(`/app/scheduler/bookings/${first.id}`);
  await expect(page.getByText("Somebody asks for this time")).toBeVisible();
  await page.getByRole("button", { name: "Cancel booking" }).click();
  await page.getByRole("button", { name: "Cancel 1 device" }).click();
  await expect(page.getByText("Cancelled").first()).toBeVisible();
  await expect(other.getByText("Got the place it asked for")).toBeVisible();
  await context.close();
});

test("what people write is shown as they wrote it, and runs nowhere", async ({ page }) => {
  await signIn(page.request, await newResearcher(page.request, "Odd Writer"));
  const [device] = await bookable(page.request, "AMP");
  if (!device) throw new Error("there is no amplifier to book");
  let asked = false;
  page.on("dialog", () => (asked = true));
  const start = someDay(12).getTime();
  const title = `<img src=x onerror=alert(1)> ניסוי ${"x".repeat(150)}`;
  const slots = [{ device_id: device.id, start: iso(start), end: iso(start + HOUR) }];
  const { id } = await booked(page.request, { title, slots });
  await page.goto(`/app/scheduler/bookings/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect([asked, wider]).toEqual([false, false]);
});

test("one's own bookings are found by a word, in their list and from anywhere", async ({
  page,
}) => {
  await signIn(page.request, await newResearcher(page.request, "Emmy Noether"));
  const [device] = await bookable(page.request, "EDFA");
  if (!device) throw new Error("there is no EDFA to book");
  const start = someDay(15).getTime();
  const slots = [{ device_id: device.id, start: iso(start), end: iso(start + HOUR) }];
  await booked(page.request, { title: "Gain over temperature", slots });
  await page.goto("/app/scheduler/bookings");
  await page.getByRole("searchbox", { name: "Title or device" }).fill("nothing like it");
  await expect(page.getByText("No bookings here")).toBeVisible();
  await page.getByRole("searchbox", { name: "Title or device" }).fill("TEMPERATURE");
  await expect(page.getByRole("link", { name: /Gain over temperature/ })).toBeVisible();
  await expect(page).toHaveURL(/q=TEMPERATURE/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("gain over");
  await page.getByRole("option", { name: /Gain over temperature/ }).click();
  await expect(
    page.getByRole("heading", { name: "Gain over temperature", level: 1 }),
  ).toBeVisible();
});
