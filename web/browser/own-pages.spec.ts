import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

import { signIn } from "./person.ts";
import { bookable, booked, newResearcher, type Researcher, someDay } from "./researchers.ts";

const PAGES = [
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
];

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

let person: Researcher;
let bookingId: string;

test.beforeAll(async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext({ ...(baseURL && { baseURL }) });
  person = await newResearcher(request, "Maeve Byrne");
  await signIn(request, person);
  const [device] = await bookable(request, "EDFA");
  if (!device) throw new Error("there is no EDFA to book");
  const [start, end] = [someDay(15), someDay(17)].map((at) => at.toISOString());
  const slots = [{ device_id: device.id, start: start ?? "", end: end ?? "" }];
  bookingId = (await booked(request, { title: "Noise figure", slots })).id;
  await request.dispose();
});

for (const colorScheme of ["light", "dark"] as const)
  for (const [size, viewport] of Object.entries(SIZES))
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport });

      for (const path of [...PAGES, "scheduler/bookings/one"])
        test(path, async ({ page }) => {
          await signIn(page.request, person);
          await page.goto(`/app/${path.replace("one", bookingId)}`);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.waitForLoadState("networkidle");
          const name = path.replace(/[^a-z0-9]+/g, "-");
          await page.screenshot({ path: `artefacts/pages/${name}-${colorScheme}-${size}.png` });
          const { violations } = await new AxeBuilder({ page }).analyze();
          const serious = violations.filter(({ impact }) =>
            ["serious", "critical"].includes(impact ?? ""),
          );
          const found = serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
          expect(found).toEqual([]);
        });
    });
