import * as z from "zod/mini";

const pauseSchema = z.strictObject({ until: z.string(), reason: z.string(), by: z.string(), at: z.string() });

/** `curfew pause --json`. */
export const pauseAnswerSchema = z.strictObject({
  pause: pauseSchema,
  /** The pause that it replaces. */
  replaced: z.optional(pauseSchema),
});

/** `curfew resume --json`. */
export const resumeAnswerSchema = z.strictObject({
  /** The pause that was ended; null where there was none. */
  ended: z.nullable(pauseSchema),
});
