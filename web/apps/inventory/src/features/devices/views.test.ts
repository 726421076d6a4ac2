// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";

import { forgetView, storeColumns, storedColumns, storedViews, storeView } from "./views.ts";

const SPARES = { name: "Spares", filters: { status: ["spare" as const] }, columns: ["name"] };

beforeEach(() => localStorage.clear());

test("a view is kept, and replaced under its name", () => {
  storeView(SPARES);
  storeView({ ...SPARES, columns: ["name", "site"] });
  expect(storedViews()).toEqual([{ ...SPARES, columns: ["name", "site"] }]);
});

test("a view that is forgotten is gone", () => {
  storeView(SPARES);
  expect(forgetView("Spares")).toEqual([]);
});

test("columns are kept", () => {
  storeColumns(["name", "tags"]);
  expect(storedColumns(["name"])).toEqual(["name", "tags"]);
});

test("what somebody else wrote there is as if it were not there", () => {
  localStorage.setItem("labwright.inventory.views", '[{"name": 3}]');
  localStorage.setItem("labwright.inventory.columns", "{broken");
  expect(storedViews()).toEqual([]);
  expect(storedColumns(["name"])).toEqual(["name"]);
});
