import { expect, test } from "vitest";

import { areNamed, attributesOf, objectOf, schemaOf, withAttribute } from "./attribute-schema.ts";

const SCHEMA = {
  type: "object",
  properties: {
    band: { enum: ["C", "L"], description: "Of the amplifier." },
    gain_db: { type: "number" },
  },
  required: ["band"],
  additionalProperties: false,
};

test("a schema of plain attributes is read as rows, and comes back as it was", () => {
  const attributes = attributesOf(SCHEMA);
  expect(attributes?.map(({ name, kind, required }) => [name, kind, required])).toEqual([
    ["band", "choice", true],
    ["gain_db", "number", false],
  ]);
  expect(schemaOf(attributes ?? [], SCHEMA)).toEqual(SCHEMA);
});

test("a schema that says more than rows can is not taken for one", () => {
  expect(attributesOf({ ...SCHEMA, minProperties: 2 })).toBeNull();
  expect(attributesOf({ properties: { band: { type: "string", pattern: "^[CL]$" } } })).toBeNull();
  expect(attributesOf({ properties: {}, required: ["band"] })).toBeNull();
});

test("without attributes there is no schema", () => {
  expect(attributesOf(null)).toEqual([]);
  expect(schemaOf([], SCHEMA)).toBeNull();
});

test("attributes without a name, or with another's, are told", () => {
  const [band] = attributesOf(SCHEMA) ?? [];
  if (!band) throw new Error("the schema has an attribute");
  expect(areNamed([band, { ...band, name: "grid" }])).toBe(true);
  expect(areNamed([band, { ...band, name: " " }])).toBe(false);
  expect(areNamed([band, { ...band, name: "band " }])).toBe(false);
});

test("only an object is taken from what is typed", () => {
  expect(objectOf('{"band": "C"}')).toEqual({ band: "C" });
  expect(objectOf(" ")).toEqual({});
  expect(objectOf("[1]")).toBeNull();
  expect(objectOf("{")).toBeNull();
});

test("a value keeps its kind, and an empty one leaves", () => {
  const [band, gain] = attributesOf(SCHEMA) ?? [];
  if (!band || !gain) throw new Error("the schema has two attributes");
  expect(objectOf(withAttribute({ band: "C" }, gain, "17.5"))).toEqual({
    band: "C",
    gain_db: 17.5,
  });
  expect(objectOf(withAttribute({ band: "C", gain_db: 2 }, band, ""))).toEqual({ gain_db: 2 });
});
