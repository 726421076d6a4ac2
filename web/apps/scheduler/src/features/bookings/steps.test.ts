import { expect, test } from "vitest";

import { changesOf } from "./steps.ts";

const slot = (start: string, state = "CONFIRMED") => ({
  device_id: 7,
  start,
  end: "2026-11-26T12:00:00Z",
  state,
});

test("a step tells only what is different about a slot", () => {
  const [change] = changesOf([{ before: slot("a", "HELD"), after: slot("a") }]);
  expect(change).toEqual({
    device: { from: 7, to: 7 },
    times: null,
    state: { from: "HELD", to: "CONFIRMED" },
  });
});

test("a new slot has no time before, and what is no slot is left out", () => {
  const [change] = changesOf([{ before: null, after: slot("b") }, { after: 3 }]);
  expect(change?.times).toEqual({ from: null, to: ["b", "2026-11-26T12:00:00Z"] });
});
