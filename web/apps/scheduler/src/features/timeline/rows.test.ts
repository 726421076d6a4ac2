import { expect, test } from "vitest";

import type { Device } from "../../queries/timelines.ts";
import { linesOf } from "./rows.ts";

const device = (id: number, name: string, type: string, more: Partial<Device> = {}) =>
  ({
    id,
    name,
    type_name: type,
    site_name: null,
    oi_id: null,
    model: null,
    tags: [],
    bookable: true,
    ...more,
  }) as unknown as Device;

const all = { q: "", grouping: "type", bookable: false } as const;

test("devices stand under their type, tenth after second", () => {
  const lines = linesOf(
    [device(1, "ROADM-10", "ROADM"), device(2, "ROADM-2", "ROADM"), device(3, "OTDR-1", "OTDR")],
    [],
    all,
    "none",
  );
  expect(lines.map((line) => (line.kind === "group" ? line.name : line.device.name))).toEqual([
    ..."OTDR OTDR-1 ROADM ROADM-2 ROADM-10".split(" "),
  ]);
});

test("every word of the filter has to be somewhere in a device", () => {
  const devices = [
    device(1, "ROADM-1", "ROADM", { tags: ["c-band"] }),
    device(2, "ROADM-2", "ROADM"),
  ];
  const lines = linesOf(devices, [], { ...all, q: "roadm C-BAND" }, "none");
  expect(lines.filter((line) => line.kind === "device")).toHaveLength(1);
});

test("what has no site is named so", () => {
  const [head] = linesOf([device(1, "A", "B")], [], { ...all, grouping: "site" }, "No site");
  expect(head?.kind === "group" && head.name).toBe("No site");
});
