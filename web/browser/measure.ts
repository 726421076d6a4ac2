import { type Page, test } from "@playwright/test";

import { signIn } from "./person.ts";

// Run by `MEASURE=1 make web-test`: figures, not verdicts. They go to docs/performance.md by hand.
const DEVICES = 1_000;
const WEEKS = 8;
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

const iso = (at: number) => new Date(at).toISOString();
const show = (what: string, figures: Record<string, number>) =>
  process.stdout.write(`\n${what}: ${JSON.stringify(figures)}\n`);

const deviceOf = (id: number) => ({
  id,
  name: `ROADM-${String(id).padStart(4, "0")}`,
  type_id: id % 20,
  type_name: `Type ${id % 20}`,
  site_id: id % 4,
  site_name: `Site ${id % 4}`,
  category: "OPTICAL",
  status: "active",
  bookable: true,
  schedulable: true,
  capacity: 1,
  tags: [],
  time_zone: "UTC",
});

/** Three bookings a week of each device; `news` moves those of one device in ten by an hour. */
function timelineOf(id: number, start: number, news: number) {
  const slots = Array.from({ length: WEEKS * 3 }, (_, n) => {
    const begin = start + n * (WEEK / 3) + ((id * 7) % 40) * HOUR + (id % 10 === 0 ? news : 0);
    const status = ["CONFIRMED", "PENDING", "HELD"][(id + n) % 3];
    const time = { start: iso(begin), end: iso(begin + 9 * HOUR) };
    return {
      id: id * 100 + n,
      booking_id: `0198b6c0-0000-7000-8000-${String(id * 100 + n).padStart(12, "0")}`,
      owner_id: 1,
      overcommitted: false,
      status,
      ...time,
    };
  });
  const { name, status } = deviceOf(id);
  return { device_id: id, name, status, capacity: 1, free: [], blocks: [], slots };
}

/** A large lab in which others book all the time; all but its devices is the platform's own. */
async function makeLarge(page: Page): Promise<void> {
  let news = 0;
  await page.route("**/api/v1/scheduler/devices?*", (route) => {
    const params = new URL(route.request().url()).searchParams;
    const [limit, offset] = [Number(params.get("limit")), Number(params.get("offset"))];
    const length = Math.max(0, Math.min(limit, DEVICES - offset));
    const results = Array.from({ length }, (_, index) => deviceOf(offset + index + 1));
    return route.fulfill({ json: { count: DEVICES, next: null, previous: null, results } });
  });
  await page.route("**/api/v1/scheduler/availability?*", (route) => {
    const params = new URL(route.request().url()).searchParams;
    const [start, end] = [params.get("start") ?? "", params.get("end") ?? ""];
    news = (news + HOUR) % (5 * HOUR);
    const devices = Array.from({ length: DEVICES }, (_, index) =>
      timelineOf(index + 1, Date.parse(start), news),
    );
    const owners = [{ id: 1, display_name: "Ada Lovelace" }];
    return route.fulfill({
      json: { start, end, devices, owners },
      headers: { ETag: `"${news}-${Date.now()}"` },
    });
  });
}

test.setTimeout(300_000);
test.use({ viewport: { width: 1440, height: 900 } });

for (const app of ["scheduler", "inventory", "account"])
  test(`first load of ${app}`, async ({ page }) => {
    await signIn(page.request);
    await page.goto(`/app/${app}/`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const figures = await page.evaluate(() => {
      const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
      const kb = (of: PerformanceResourceTiming[]) =>
        Math.round(of.reduce((sum, file) => sum + file.encodedBodySize, 0) / 1000);
      const paint = performance.getEntriesByName("first-contentful-paint")[0];
      return {
        scriptKb: kb(files.filter(({ name }) => name.endsWith(".js"))),
        allKb: kb(files),
        firstPaintMs: Math.round(paint?.startTime ?? 0),
        lastAnswerMs: Math.round(Math.max(...files.map((file) => file.responseEnd))),
      };
    });
    show(`first load, ${app}`, figures);
  });

test(`a timeline of ${DEVICES} devices and ${WEEKS} weeks`, async ({ page, context }) => {
  await signIn(page.request);
  await makeLarge(page);
  await page.goto("/app/scheduler/?zoom=weeks8&group=none");
  const grid = page.getByRole("application", { name: "Timeline of devices" });
  await grid.waitFor();
  await page.waitForLoadState("networkidle");
  const box = await grid.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 600, (box?.y ?? 0) + 200);

  const frames = page.evaluate(
    (lasting) =>
      new Promise<number[]>((resolve) => {
        const lengths: number[] = [];
        const begin = performance.now();
        let last = begin;
        const frame = (now: number) => {
          lengths.push(now - last);
          last = now;
          if (now - begin < lasting) requestAnimationFrame(frame);
          else resolve(lengths.slice(1).sort((a, b) => a - b));
        };
        requestAnimationFrame(frame);
      }),
    8_000,
  );
  for (let n = 0; n < 80; n += 1) {
    await page.mouse.wheel(0, 240);
    await page.waitForTimeout(80);
  }
  show("frames while scrolling, ms", spread(await frames));

  const cdp = await context.newCDPSession(page);
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("Performance.enable");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0;
  show("memory", { heapMb: Math.round(of("JSHeapUsedSize") / 1e6), nodes: of("Nodes") });

  // Other people's changes come with each poll, every ten seconds.
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries())
        if (name === "keydown") seen.push(duration);
    }).observe({
      type: "event",
      durationThreshold: 16,
      buffered: false,
    } as PerformanceObserverInit);
  });
  await grid.focus();
  for (let n = 0; n < 250; n += 1) {
    await page.keyboard.press(n % 2 ? "ArrowDown" : "ArrowRight");
    await page.waitForTimeout(100);
  }
  const keys = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
  show("from a key to its picture, ms", spread(keys.sort((a, b) => a - b)));
});

function spread(sorted: readonly number[]): Record<string, number> {
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return {
    count: sorted.length,
    median: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    longest: Math.round(sorted.at(-1) ?? 0),
  };
}
