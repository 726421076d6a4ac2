import { expect, test } from "vitest";

import { stateOf } from "./state.ts";

const SINCE = "2026-11-26T12:00:00Z";

test("a webhook that never failed is on", () => {
  expect(stateOf({ active: true, failing_since: null, off_reason: "" })).toBe("on");
});

test("one that fails is still tried", () => {
  expect(stateOf({ active: true, failing_since: SINCE, off_reason: "" })).toBe("failing");
});

test("one that gave up is told from one that somebody switched off", () => {
  const off = { active: false, failing_since: SINCE };
  expect(stateOf({ ...off, off_reason: "no success in three days" })).toBe("offByItself");
  expect(stateOf({ ...off, off_reason: "" })).toBe("off");
});
