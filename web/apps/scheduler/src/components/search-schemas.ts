import * as v from "valibot";

/** A parameter that is a positive number, such as an identifier or a page. */
export const number = v.optional(
  v.fallback(
    v.optional(
      v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.integer(), v.minValue(1)),
    ),
    undefined,
  ),
);

/** A parameter that is there or not. */
export const yes = v.optional(
  v.fallback(
    v.optional(
      v.pipe(
        v.union([v.literal("true"), v.literal(true)]),
        v.transform(() => true as const),
      ),
    ),
    undefined,
  ),
);

/** A parameter that may be repeated, of these values. */
export const someOf = <const Values extends readonly string[]>(values: Values) =>
  v.optional(
    v.fallback(
      v.optional(
        v.pipe(
          v.union([v.string(), v.array(v.string())]),
          v.transform((value) => (Array.isArray(value) ? value : [value])),
          v.array(v.picklist(values)),
          v.minLength(1),
        ),
      ),
      undefined,
    ),
  );
