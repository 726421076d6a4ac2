import { expect, test } from "vitest";

import type { Conflict } from "../../queries/approvals.ts";
import { pictureOf, placeOf } from "./scale.ts";

const HOUR = (hour: number) => `2031-05-06T0${hour}:00:00Z`;
const slot = (id: number, start: string, end: string) => ({
  id,
  device_id: 7,
  device_name: "ROADM-7",
  start,
  end,
});

const conflict = {
  challenger: { owner: { display_name: "Ada" }, slots: [slot(1, HOUR(2), HOUR(6))] },
  challenged: [
    {
      owner: { display_name: "Grace" },
      slots: [slot(2, HOUR(0), HOUR(4)), slot(3, HOUR(7), HOUR(8))],
    },
  ],
  overlaps: [
    {
      device_id: 7,
      start: HOUR(2),
      end: HOUR(4),
      challenging_slot: 1,
      challenged_slot: 2,
    },
  ],
} as unknown as Conflict;

test("a row shows both sides and where they meet, and nothing that does not meet", () => {
  const { rows } = pictureOf(conflict);
  expect(rows.map(({ name }) => name)).toEqual(["ROADM-7"]);
  expect(rows[0]?.bars.map(({ side, label }) => [side, label])).toEqual([
    ["challenger", "Ada"],
    ["challenged", "Grace"],
    ["overlap", ""],
  ]);
});

test("bars lie where their times are", () => {
  const picture = pictureOf(conflict);
  const places = picture.rows[0]?.bars.map((bar) => placeOf(bar, picture));
  expect(places?.[0]?.left).toBeCloseTo(100 / 3);
  expect(places?.[0]?.width).toBeCloseTo(200 / 3);
  expect(places?.[1]).toEqual({ left: 0, width: expect.closeTo(200 / 3) as number });
});
