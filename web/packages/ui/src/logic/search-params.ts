import * as v from "valibot";

/** What stands behind the `?`: a text, or several under one name, as the API's filters have it. */
export type Search = Record<string, string | string[]>;

export function parseSearch(text: string): Search {
  const params = new URLSearchParams(text);
  const found: Search = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    found[name] = values.length > 1 ? values : (values[0] ?? "");
  }
  return found;
}

/** The way back; what is empty or undefined leaves no trace in the address. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== "") params.append(name, String(one));
  const text = params.toString();
  return text && `?${text}`;
}

/** A parameter that is a text. What somebody broke in the address is as if it were not there. */
export const text = v.optional(v.fallback(v.optional(v.string()), undefined));

/** A parameter that is one of these. */
export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  v.optional(v.fallback(v.optional(v.picklist(values)), undefined));

const list = v.pipe(
  v.union([v.string(), v.number(), v.array(v.union([v.string(), v.number()]))]),
  v.transform((value) => (Array.isArray(value) ? value : [value]).map(String)),
);

/** A parameter that may be repeated. */
export const texts = v.optional(v.fallback(v.optional(list), undefined));

/** A parameter that may be repeated, of identifiers. */
export const ids = v.optional(
  v.fallback(
    v.optional(
      v.pipe(
        list,
        v.transform((all) => all.map(Number)),
        v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      ),
    ),
    undefined,
  ),
);

/** For `createRouter`: readable addresses, and pages loaded when a link is pointed at. */
export const routerDefaults = {
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  scrollRestoration: true,
} as const;
