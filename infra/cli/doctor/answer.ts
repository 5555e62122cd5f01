import * as z from "zod/mini";

/** `curfew doctor --json`. */
export const doctorAnswerSchema = z.strictObject({
  findings: z.array(
    z.strictObject({
      check: z.string(),
      /** Only a problem makes doctor exit with 1. */
      state: z.enum(["ok", "warning", "problem", "unknown"]),
      finding: z.string(),
      advice: z.optional(z.string()),
      command: z.optional(z.string()),
    }),
  ),
});
export type DoctorAnswer = z.infer<typeof doctorAnswerSchema>;
