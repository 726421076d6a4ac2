import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const SIZES = {
  wide: { width: 1440, height: 900 },
  // What a window of 1,280 pixels has left at a zoom of 200 %.
  zoomed: { width: 640, height: 400 },
  phone: { width: 390, height: 844 },
};

const SCHEMES = ["light", "dark"] as const;

/** Lists are empty for this page, whatever the lab has; all else is answered by the platform. */
async function emptyLists(page: Page): Promise<void> {
  await page.route("**/api/v1/**", async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const response = await route.fetch();
    const text = await response.text();
    const isList = response.ok() && text.startsWith("{") && /"results":\s*\[/.test(text);
    if (!isList) return route.fulfill({ response, body: text });
    return route.fulfill({ response, json: { count: 0, next: null, previous: null, results: [] } });
  });
}

function errorsOf(page: Page): string[] {
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") found.push(`${message.text()} ${message.location().url}`);
  });
  return found;
}

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact ?? ""))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const isWiderThanItsWindow = () =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth;

// Colours follow the scheme a frame later.
const twoFrames = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

interface Looks {
  /** Its lists have nothing in them. */
  empty?: boolean;
  /** What this page asks for is not there, or not for this reader: the browser logs that. */
  refused?: boolean;
}

/** Opens a page, takes its picture in each size, light and dark, and wants no fault in any. */
export async function lookAt(page: Page, path: string, { empty, refused }: Looks = {}) {
  if (empty) await emptyLists(page);
  const errors = errorsOf(page);
  const name = path.replace(/^\/app\//, "").replace(/[^a-z0-9]+/g, "-") + (empty ? "-empty" : "");
  await page.setViewportSize(SIZES.wide);
  await page.goto(path);
  await page.getByRole("heading").first().waitFor();
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.waitForLoadState("networkidle");
    if (!path.endsWith("/gallery"))
      await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    expect.soft(await page.evaluate(isWiderThanItsWindow), `wider than ${size}`).toBe(false);
    for (const colorScheme of size === "zoomed" ? (["light"] as const) : SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.evaluate(twoFrames);
      const picture = `artefacts/pages/${name}-${colorScheme}-${size}.png`;
      await page.screenshot({ path: picture, fullPage: true });
      expect.soft(await seriousFindings(page), `${colorScheme}, ${size}`).toEqual([]);
    }
  }
  expect(refused ? errors.filter((each) => !/status of 40[134]/.test(each)) : errors).toEqual([]);
}
