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
