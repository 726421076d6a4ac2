/** What an attribute of a type's devices holds. */
export type AttributeKind = "text" | "number" | "integer" | "boolean" | "choice";

export interface Attribute {
  name: string;
  kind: AttributeKind;
  description: string;
  /** Of a choice. */
  choices: readonly string[];
  required: boolean;
}

type Json = Record<string, unknown>;

const TYPES: Record<Exclude<AttributeKind, "choice">, string> = {
  text: "string",
  number: "number",
  integer: "integer",
  boolean: "boolean",
};

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const onlyHas = (value: Json, known: readonly string[]) =>
  Object.keys(value).every((key) => known.includes(key));

function attributeOf(name: string, said: unknown, required: boolean): Attribute | null {
  if (!isObject(said) || !onlyHas(said, ["type", "enum", "description"])) return null;
  const description = typeof said.description === "string" ? said.description : "";
  if (said.enum !== undefined)
    return isTexts(said.enum) && (said.type === undefined || said.type === "string")
      ? { name, kind: "choice", description, choices: said.enum, required }
      : null;
  const kind = (Object.keys(TYPES) as (keyof typeof TYPES)[]).find(
    (each) => TYPES[each] === said.type,
  );
  return kind ? { name, kind, description, choices: [], required } : null;
}

/** The attributes that a schema asks for; null where it says more than rows of a form can. */
export function attributesOf(schema: Json | null | undefined): Attribute[] | null {
  if (schema === null || schema === undefined) return [];
  const { properties = {}, required = [] } = schema;
  const known = ["$schema", "type", "properties", "required", "additionalProperties"];
  if (!onlyHas(schema, known) || !isObject(properties) || !isTexts(required)) return null;
  if (isObject(schema.additionalProperties)) return null;
  const found = Object.entries(properties).map(([name, said]) =>
    attributeOf(name, said, required.includes(name)),
  );
  return found.every((one) => one !== null) && required.every((name) => name in properties)
    ? found
    : null;
}

/** Whether each has a name, and no two the same. */
export function areNamed(attributes: readonly Attribute[]): boolean {
  const names = new Set(attributes.map(({ name }) => name.trim()));
  return !names.has("") && names.size === attributes.length;
}

/** The schema that asks for these attributes, with all else as the former one had it. */
export function schemaOf(attributes: readonly Attribute[], former: Json | null): Json | null {
  if (attributes.length === 0) return null;
  const properties = attributes.map(({ name, kind, choices, description }) => [
    name.trim(),
    {
      ...(kind === "choice"
        ? { enum: choices.map((one) => one.trim()).filter(Boolean) }
        : { type: TYPES[kind] }),
      ...(description && { description }),
    },
  ]);
  const required = attributes.filter((one) => one.required).map(({ name }) => name.trim());
  const rest = { ...former };
  delete rest.required;
  return {
    ...rest,
    type: "object",
    properties: Object.fromEntries(properties) as Json,
    ...(required.length > 0 && { required }),
  };
}

/** An object as somebody typed it; null where it is none. */
export function objectOf(text: string): Json | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** An object as it is typed; nothing for none. */
export const typedOf = (value: Json | null | undefined): string =>
  value && Object.keys(value).length > 0 ? JSON.stringify(value, null, 2) : "";

/** The typed object with one attribute of another value; an empty one leaves. */
export function withAttribute(values: Json, { name, kind }: Attribute, text: string): string {
  if (text === "")
    return typedOf(Object.fromEntries(Object.entries(values).filter(([other]) => other !== name)));
  const value =
    kind === "boolean"
      ? text === "true"
      : kind === "number" || kind === "integer"
        ? Number(text)
        : text;
  return typedOf({ ...values, [name]: value });
}
