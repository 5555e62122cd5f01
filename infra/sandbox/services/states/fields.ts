import * as z from "zod/mini";

/** A period that the engine can wait for: it uses `setTimeout`, which takes 2^31 ms at most. */
export const secondsSchema = z.int().check(z.minimum(1), z.maximum(2_000_000));

/** Exactly one of some fields. */
export function oneOf(...names: readonly string[]) {
  return z.refine<object>(
    (state) => names.filter((name) => Object.hasOwn(state, name)).length === 1,
    `expected one of ${names.join(", ")}`,
  );
}
