import { expect, type Page, test } from "@playwright/test";

import { signIn } from "./person.ts";

const RUN = Date.now().toString(36);
const SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>";
const RIGHT_TO_LEFT = "מעבדת קוונטים";

test.beforeEach(({ page }) => signIn(page.request));

async function madeTag(page: Page, name: string): Promise<{ id: number; name: string }> {
  const answer = await page.request.post("/api/v1/inventory/tags", { data: { name } });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as { id: number; name: string };
}

const formOf = (page: Page, name: string) => page.getByRole("dialog", { name });

async function beginTag(page: Page, name: string) {
  await page.goto("/app/inventory/tags");
  await page.getByRole("button", { name: "Add tag" }).first().click();
  const form = formOf(page, "Add tag");
  await form.getByLabel("Name").fill(name);
  return form;
}

const isWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test("a server that is away is said, what was typed stays, and goes on when it is back", async ({
  page,
  context,
}) => {
  const form = await beginTag(page, `away-${RUN}`);
  await context.setOffline(true);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText(/The lab does not answer/)).toBeVisible();
  await expect(form.getByLabel("Name")).toHaveValue(`away-${RUN}`);
  await context.setOffline(false);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`away-${RUN}`, { exact: true }).first()).toBeVisible();
});

test("a list that could not be loaded says so, and loads at another try", async ({ page }) => {
  await page.route("**/api/v1/inventory/tags*", (route) => route.abort());
  await page.goto("/app/inventory/tags");
  await expect(page.getByText("This could not be loaded")).toBeVisible();
  await page.unroute("**/api/v1/inventory/tags*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("table", { name: "Tags" })).toBeVisible();
});

test("an answer lost on the way makes nothing twice", async ({ page }) => {
  const form = await beginTag(page, `lost-${RUN}`);
  let lost = false;
  await page.route("**/api/v1/inventory/tags", async (route) => {
    if (lost || route.request().method() !== "POST") return route.continue();
    lost = true;
    await route.fetch();
    return route.abort();
  });
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText(/The lab does not answer/)).toBeVisible();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toHaveCount(0);
  await expect(page.getByText(`lost-${RUN}`, { exact: true })).toHaveCount(1);
});

test("what another tab removed is said, and the words in this one stay", async ({
  page,
  context,
}) => {
  const { name } = await madeTag(page, `two-tabs-${RUN}`);
  await page.goto("/app/inventory/tags");
  await page.getByLabel("Search").last().fill(name);
  await page.getByRole("button", { name: `Change: ${name}` }).click();
  const form = formOf(page, `Change ${name}`);
  await form.getByLabel("Description").fill("Written meanwhile");

  const other = await context.newPage();
  await other.goto("/app/inventory/tags");
  await other.getByRole("button", { name: `Remove: ${name}` }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(other.getByRole("dialog")).toHaveCount(0);

  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toBeVisible();
  await expect(form.getByLabel("Description")).toHaveValue("Written meanwhile");
});

test("who signs out in one tab is asked for the password in the other", async ({
  page,
  context,
}) => {
  await page.goto("/app/inventory/tags");
  await expect(page.getByRole("table", { name: "Tags" })).toBeVisible();
  const other = await context.newPage();
  await other.goto("/app/inventory/tags");
  await other.getByRole("button", { name: /^Your account/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.getByRole("link", { name: "Manufacturers" }).click();
  await expect(formOf(page, "Your session has ended")).toBeVisible();
});

test("the back button comes back to the list as it was", async ({ page }) => {
  await page.goto("/app/inventory/devices");
  await page.getByRole("searchbox").fill("ROADM-0");
  await expect(page).toHaveURL(/q=ROADM-0/);
  await page.getByRole("link", { name: "ROADM-03" }).click();
  await expect(page.getByRole("heading", { name: "ROADM-03", level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("ROADM-0");
  await expect(page.getByRole("link", { name: "ROADM-03" })).toBeVisible();
});

test("500 characters are refused at their field, and stay there", async ({ page }) => {
  const form = await beginTag(page, "n".repeat(500));
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert").first()).toBeVisible();
  await expect(form.getByLabel("Name")).toHaveValue("n".repeat(500));
  expect(await isWide(page)).toBe(false);
});

test("the longest names, from right to left and with a script, break no page", async ({ page }) => {
  let asked = false;
  page.on("dialog", () => (asked = true));
  const name = `${RIGHT_TO_LEFT} <img src=x onerror=alert(1)> ${RUN}`.padEnd(60, "n");
  const form = await beginTag(page, name);
  await form.getByLabel("Description").fill(`${SCRIPT} ${"d".repeat(150)} ${RIGHT_TO_LEFT}`);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toHaveCount(0);
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect([asked, await isWide(page)]).toEqual([false, false]);
});

test("10,000 devices scroll to the last one, with few rows in the page", async ({ page }) => {
  const [device] = (
    (await (await page.request.get("/api/v1/inventory/devices?limit=1")).json()) as {
      results: { id: number; name: string }[];
    }
  ).results;
  await page.route("**/api/v1/inventory/devices?*", (route) => {
    const params = new URL(route.request().url()).searchParams;
    const [limit, offset] = [Number(params.get("limit")), Number(params.get("offset"))];
    const results = Array.from({ length: Math.min(limit, 10_000 - offset) }, (_, index) => ({
      ...device,
      id: offset + index + 1,
      name: `ROW-${offset + index + 1}`,
    }));
    return route.fulfill({ json: { count: 10_000, next: null, previous: null, results } });
  });
  await page.goto("/app/inventory/devices");
  await expect(page.getByText("10,000 rows")).toBeVisible();
  await page.getByRole("region", { name: "Devices" }).focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("link", { name: "ROW-10000", exact: true })).toBeVisible();
  expect(await page.getByRole("row").count()).toBeLessThan(120);
});

test("on a slow network the page says that it loads, and a double click adds once", async ({
  page,
  context,
}) => {
  await page.goto("/app/inventory/manufacturers");
  const network = await context.newCDPSession(page);
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 1_500,
    downloadThroughput: 50_000,
    uploadThroughput: 20_000,
  });
  await page.getByRole("link", { name: "Tags" }).click();
  await expect(page.getByRole("status", { name: "Loading" })).toBeVisible();
  await page.getByRole("button", { name: "Add tag" }).first().click();
  const form = formOf(page, "Add tag");
  await form.getByLabel("Name").fill(`slow-${RUN}`);
  await form.getByRole("button", { name: "Save" }).dblclick();
  await expect(form).toHaveCount(0);
  await expect(page.getByText(`slow-${RUN}`, { exact: true })).toHaveCount(1);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a browser without JavaScript modules is told so", async ({ page }) => {
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.goto("/app/scheduler/");
  await page.addScriptTag({ url: "/app/scheduler/no-modules.js" });
  await expect(page.getByText(/This browser is too old for Labwright/)).toBeVisible();
});

test("the keyboard alone skips to the content, adds, and comes back where it was", async ({
  page,
}) => {
  await page.goto("/app/inventory/tags");
  const add = page.getByRole("button", { name: "Add tag" }).first();
  await add.waitFor();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(add).toBeFocused();
  await page.keyboard.press("Enter");
  const form = formOf(page, "Add tag");
  await expect(form.getByLabel("Name")).toBeFocused();
  await page.keyboard.type(`keys-${RUN}`);
  await page.keyboard.press("Enter");
  await expect(form).toHaveCount(0);
  await expect(add).toBeFocused();
  await expect(page.getByText(`keys-${RUN}`, { exact: true })).toBeVisible();
});
