import { expect, test } from "vitest";

import { remaining } from "./countdown.tsx";

test("what is left counts down to nothing and no further", () => {
  expect(remaining(3_720_000)).toBe("1:02:00");
  expect(remaining(545_000)).toBe("9:05");
  expect(remaining(400)).toBe("0:01");
  expect(remaining(-5_000)).toBe("0:00");
});
