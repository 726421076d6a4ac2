import { expect, test } from "vitest";

import type { Booking } from "../../queries/bookings.ts";
import type { Template } from "../../queries/presets.ts";
import { wishesOfBooking, wishesOfTemplate, wishesOver } from "./adding.ts";

const HOUR = 3_600_000;
const NINE = Date.parse("2026-11-26T09:00Z");
const device = (device_id: number, removed = false) => ({
  device_id,
  device_name: `OSA-${device_id}`,
  removed,
});

test("a patch list's ports of one device are one wish, and what is removed is none", () => {
  const found = wishesOver([device(1), device(1), device(2, true)], { start: 0, end: HOUR });
  expect(found.map(({ deviceName }) => deviceName)).toEqual(["OSA-1"]);
});

test("a template's devices keep their distance from its start", () => {
  const items = [
    { ...device(1), after: "PT0S", lasts: "PT2H" },
    { ...device(2), after: "PT1H", lasts: "PT30M" },
  ];
  const times = wishesOfTemplate({ items } as Template, NINE).map(({ start, end }) => [start, end]);
  expect(times).toEqual([
    [NINE, NINE + 2 * HOUR],
    [NINE + HOUR, NINE + 1.5 * HOUR],
  ]);
});

test("a past booking begins anew at another time, as long as it was planned", () => {
  const slot = (id: number, start: string, end: string, planned_end: string | null = null) => ({
    ...device(id),
    start,
    end,
    planned_end,
  });
  const slots = [
    slot(1, "2026-11-01T08:00:00Z", "2026-11-01T08:30:00Z", "2026-11-01T10:00:00Z"),
    slot(2, "2026-11-01T09:00:00Z", "2026-11-01T10:00:00Z"),
  ];
  const times = wishesOfBooking({ slots } as unknown as Booking, NINE).map((wish) => [
    wish.start,
    wish.end,
  ]);
  expect(times).toEqual([
    [NINE, NINE + 2 * HOUR],
    [NINE + HOUR, NINE + 2 * HOUR],
  ]);
});
