// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";

import { storeColumns, storedColumns } from "./stored-columns.ts";

beforeEach(() => localStorage.clear());

test("columns are kept", () => {
  storeColumns(["name", "tags"]);
  expect(storedColumns(["name"])).toEqual(["name", "tags"]);
});

test.each(["{broken", '[{"name": 3}]', "3"])("%s is as if it were not there", (written) => {
  localStorage.setItem("labwright.inventory.columns", written);
  expect(storedColumns(["name"])).toEqual(["name"]);
});
