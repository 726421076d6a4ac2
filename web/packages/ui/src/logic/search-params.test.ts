import * as v from "valibot";
import { expect, test } from "vitest";

import { ids, oneOf, parseSearch, stringifySearch, texts } from "./search-params.ts";

const FILTERS = v.object({ site: ids, tag: texts, tab: oneOf(["ports", "history"]) });

test("filters stand in the address as the API has them, and are read back", () => {
  const address = stringifySearch({ site: [3, 7], tag: ["a b"], tab: "ports", q: undefined });
  expect(address).toBe("?site=3&site=7&tag=a+b&tab=ports");
  expect(v.parse(FILTERS, parseSearch(address))).toEqual({
    site: [3, 7],
    tag: ["a b"],
    tab: "ports",
  });
});

test("what somebody broke in the address is as if it were not there", () => {
  expect(v.parse(FILTERS, parseSearch("?site=one&tab=%3Cscript%3E"))).toEqual({});
});

test("no filter leaves no trace", () => {
  expect(stringifySearch({ tag: [], q: "" })).toBe("");
});
