import * as z from "zod/mini";
import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { stepAnswer, stepSchema } from "../explain/answer.ts";
import { ouName } from "../shared/words.ts";
import { type Comparison, dayOfStep } from "./compare.ts";
import type { SimulatedOutcome, SimulationResult } from "./simulate-days.ts";

const outcomeSchema = z.strictObject({
  mode: z.enum(["enforce", "report", "skipped"]),
  steps: z.array(stepSchema),
  /** Why it was not deactivated on the first day on which the rule allowed it. */
  heldBack: z.optional(z.strictObject({ on: z.string(), fate: z.string() })),
});
const changeSchema = z.enum(["same", "earlier", "later", "only now", "no longer"]);
const daysSchema = z.strictObject({
  limits: z.strictObject({ perDay: z.int(), perDayAndAccount: z.int(), approvalAbove: z.int() }),
  days: z.array(
    z.strictObject({
      on: z.string(),
      notices: z.int(),
      due: z.int(),
      deactivated: z.int(),
      awaitingApproval: z.int(),
      waiting: z.int(),
    }),
  ),
});

/** `curfew simulate --json`. */
export const simulateAnswerSchema = z.strictObject({
  basedOn: z.strictObject({ run: z.string(), day: z.string() }),
  from: z.string(),
  to: z.string(),
  current: daysSchema,
  next: daysSchema,
  approvalNeededOn: z.optional(z.string()),
  /** Deactivations under the new settings, by day and OU. */
  deactivationsByOu: z.array(z.strictObject({ on: z.string(), ou: z.string(), keys: z.int() })),
  unknown: z.strictObject({
    newAccounts: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    keysWithoutTags: z.int(),
    tagNamesDiffer: z.boolean(),
  }),
  /** The keys whose future differs. */
  changed: z.array(
    z.strictObject({
      accountId: z.string(),
      accountName: z.string(),
      ou: z.string(),
      userName: z.string(),
      /** The last four characters. */
      key: z.string(),
      deactivation: changeSchema,
      firstNotice: changeSchema,
      current: outcomeSchema,
      next: outcomeSchema,
    }),
  ),
});
export type SimulateAnswer = z.infer<typeof simulateAnswerSchema>;

/** `curfew simulate` for a program. */
export function simulateAnswer(comparison: Comparison): SimulateAnswer {
  const { run, from, to, before, after, changed, newAccounts, keysWithoutTags, tagNamesDiffer, ouNames } =
    comparison;
  return {
    basedOn: { run: run.id, day: run.day },
    from,
    to,
    current: daysAnswer(before),
    next: daysAnswer(after),
    approvalNeededOn: comparison.approvalNeededOn,
    deactivationsByOu: deactivationsByOu(comparison),
    unknown: { newAccounts: [...newAccounts], keysWithoutTags, tagNamesDiffer },
    changed: changed.map(({ key, deactivation, firstNotice, ...outcomes }) => ({
      accountId: key.account.id,
      accountName: key.account.name,
      ou: ouName(key.account.path, ouNames),
      userName: key.userName,
      key: maskedKeyId(key.accessKeyId),
      deactivation,
      firstNotice,
      current: outcomeAnswer(outcomes.before),
      next: outcomeAnswer(outcomes.after),
    })),
  };
}

function daysAnswer({ pace, approvalAbove, days }: SimulationResult) {
  return { limits: { ...pace, approvalAbove }, days: days.map((day) => ({ ...day })) };
}

function outcomeAnswer({ mode, steps, heldBack }: SimulatedOutcome) {
  return { mode, steps: steps.map(stepAnswer), heldBack };
}

/** The deactivations under the new settings, by day and OU, in order. */
export function deactivationsByOu({ keys, after, ouNames }: Comparison): SimulateAnswer["deactivationsByOu"] {
  const counts = new Map<string, { on: string; ou: string; keys: number }>();
  for (const { accessKeyId, account } of keys) {
    const outcome = after.outcomes.get(accessKeyId);
    const on = outcome === undefined ? undefined : dayOfStep(outcome, "deactivate");
    if (on === undefined) continue;
    const ou = ouName(account.path, ouNames);
    const found = counts.get(`${on} ${ou}`) ?? { on, ou, keys: 0 };
    found.keys += 1;
    counts.set(`${on} ${ou}`, found);
  }
  return [...counts.values()].toSorted((one, other) =>
    `${one.on} ${one.ou}` < `${other.on} ${other.ou}` ? -1 : 1,
  );
}
