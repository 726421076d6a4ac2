import { expect, test } from "vitest";

import { plainWords } from "./plain-words.ts";

test.each([
  [null, ""],
  [7, "7"],
  [true, "yes"],
  [["c-band", "l-band"], "c-band, l-band"],
  [{ id: 3, name: "LINE-IN", port: { device_id: 7, name: "A" }, notes: null }, "LINE-IN, A"],
])("%j is said as %s", (value, said) => {
  expect(plainWords(value)).toBe(said);
});
