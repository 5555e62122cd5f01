import * as z from "zod/mini";

/** `curfew init --json`. */
export const initAnswerSchema = z.strictObject({
  /** The file that was written, as an absolute path. */
  settings: z.strictObject({ file: z.string() }),
});
export type InitAnswer = z.infer<typeof initAnswerSchema>;
