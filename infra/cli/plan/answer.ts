import * as z from "zod/mini";
import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { planFileSchema, planHoldSchema } from "../../../statemachine/plan.ts";
import { modeSchema } from "../../../statemachine/policy.ts";
import { ouName } from "../shared/words.ts";
import type { ShownPlan } from "./load.ts";

/** `curfew plan --json`. */
export const planAnswerSchema = z.strictObject({
  run: z.strictObject({ id: z.string(), day: z.string(), mode: modeSchema }),
  state: z.enum(["nothingDue", "onHold", "awaitingApproval", "deactivate"]),
  /** Why the plan deactivates nothing. */
  hold: z.optional(planHoldSchema),
  limits: planFileSchema.shape.limits,
  /** By oldest named day. */
  keys: z.array(
    z.strictObject({
      accountId: z.string(),
      accountName: z.string(),
      ou: z.string(),
      path: z.array(z.string()),
      userName: z.string(),
      /** The last four characters. */
      key: z.string(),
      createdOn: z.string(),
      named: z.string(),
      fate: z.enum(["deactivate", "waitsForPace", "waitsForAccountPace", "awaitsApproval", "onHold"]),
      approvedBy: z.optional(z.string()),
      owner: z.optional(z.string()),
      lastUsed: z.optional(z.record(z.string(), z.string())),
      outcome: z.optional(z.string()),
    }),
  ),
});
export type PlanAnswer = z.infer<typeof planAnswerSchema>;

/** `curfew plan` for a program. */
export function planAnswer({ run, state, hold, limits, keys, ouNames }: ShownPlan): PlanAnswer {
  return {
    run: { id: run.id, day: run.day, mode: run.mode },
    state,
    hold: hold === undefined ? undefined : parse(planHoldSchema, hold, "plan"),
    limits,
    keys: keys.map(({ accessKeyId, path, lastUsed, ...key }) => ({
      ...key,
      ou: ouName(path, ouNames),
      path: [...path],
      key: maskedKeyId(accessKeyId),
      lastUsed: lastUsed === undefined ? undefined : { ...lastUsed },
    })),
  };
}
