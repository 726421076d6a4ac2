import { expect, test } from "vitest";

import { fieldsOf, settingsOf, valueWords } from "./schema.ts";

const SCHEMA = {
  $defs: { Mode: { enum: ["open", "closed"], type: "string" } },
  properties: {
    lab_name: { type: "string", default: "Labwright", description: "The lab's name." },
    registration: { $ref: "#/$defs/Mode", default: "open" },
    hold_lasts: { type: "string", format: "duration", default: "PT15M" },
    new_one: { type: "integer" },
  },
};

test("each setting has the field that its schema asks for", () => {
  const kinds = fieldsOf(SCHEMA).map(({ name, kind }) => [name, kind]);
  expect(kinds).toEqual([
    ["lab_name", "text"],
    ["registration", "choice"],
    ["hold_lasts", "own"],
    ["new_one", "number"],
  ]);
});

test("a hint says the meaning and the usual value", () => {
  const [name, , hold] = fieldsOf(SCHEMA);
  expect(name?.hint).toBe("The lab's name. Usual: Labwright.");
  expect(hold?.hint).toBe("Usual: 15 minutes.");
});

test("a setting that nobody named here is still named", () => {
  expect(settingsOf(SCHEMA).at(-1)?.label).toBe("new one");
  expect(valueWords("PT1H")).toBe("1 hour");
});
