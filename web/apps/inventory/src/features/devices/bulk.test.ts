import { expect, test } from "vitest";

import type { Device } from "../../queries/types.ts";
import { changeOf, KEEP_ALL } from "./bulk.ts";

const device = (given: Partial<Device>) =>
  ({ status: "active", site_id: 3, schedulable: null, tags: [], ...given }) as Device;

test("nothing chosen changes nothing", () => {
  expect(changeOf(device({}), KEEP_ALL)).toBeNull();
});

test("a device that is so already is left alone", () => {
  expect(changeOf(device({ status: "spare" }), { ...KEEP_ALL, status: "spare" })).toBeNull();
});

test("a field is set, or cleared", () => {
  const wish = { ...KEEP_ALL, status: "retired", site_id: "" };
  expect(changeOf(device({}), wish)).toEqual({ status: "retired", site_id: null });
});

test("tags are added and taken away, and others stay", () => {
  const wish = { ...KEEP_ALL, addTags: ["new", "old"], removeTags: ["gone"] };
  expect(changeOf(device({ tags: ["old", "gone"] }), wish)).toEqual({ tags: ["old", "new"] });
  expect(changeOf(device({ tags: ["old", "new"] }), wish)).toBeNull();
});

test("bookable as the type says is a value of its own", () => {
  expect(changeOf(device({ schedulable: false }), { ...KEEP_ALL, schedulable: "" })).toEqual({
    schedulable: null,
  });
});
