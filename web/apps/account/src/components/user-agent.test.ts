import { expect, test } from "vitest";

import { readAgent } from "./user-agent.ts";

test("a browser is named by what it is, not by what it pretends to be", () => {
  const edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130";
  expect(readAgent(edge)).toEqual({ browser: "Edge", system: "Windows" });
  const safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
  expect(readAgent(safari)).toEqual({ browser: "Safari", system: "iOS" });
});

test("a program's agent names neither", () => {
  expect(readAgent("labwright-cli/1.0")).toEqual({ browser: null, system: null });
});
