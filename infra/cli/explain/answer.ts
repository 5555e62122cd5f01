import * as z from "zod/mini";
import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { deactivatingRun, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { TimelineStep } from "../../../functions/domain/timeline.ts";
import type { decisionSchema } from "../../../statemachine/decision.ts";
import { modeSchema } from "../../../statemachine/policy.ts";
import type { KeyStory, LiveWord } from "./story.ts";

const stateSchema = z.enum(["compliant", "notify", "notified", "deactivate", "onHold", "exempt", "inactive"]);
/** The reason and the conditions of the rule have the codes of statemachine/decision.ts. */
const decisionAnswerSchema = z.strictObject({
  state: stateSchema,
  age: z.int(),
  reason: z.record(z.string(), z.unknown()),
  overdueSince: z.optional(z.string()),
  rule: z.optional(
    z.strictObject({ may: z.boolean(), conditions: z.array(z.record(z.string(), z.unknown())) }),
  ),
});
const tagsSchema = z.union([
  z.strictObject({
    email: z.optional(z.string()),
    userType: z.optional(z.string()),
    exempt: z.optional(z.string()),
  }),
  z.literal("notRead"),
  z.literal("unreadable"),
]);
const lastUsedSchema = z.record(z.string(), z.string());

/** Something that happens to a key on a day to come. */
export const stepSchema = z.strictObject({
  on: z.string(),
  what: z.enum(["notify", "deactivate"]),
  kind: z.optional(z.string()),
  to: z.optional(z.array(z.string())),
  /** The day of deactivation that the notice names. */
  names: z.optional(z.string()),
});

/** `curfew explain --json`. */
export const explainAnswerSchema = z.strictObject({
  keys: z.array(
    z.strictObject({
      /** The last four characters. */
      key: z.string(),
      userName: z.string(),
      accountId: z.string(),
      accountName: z.string(),
      createdOn: z.optional(z.string()),
      /** What the last run recorded; absent if only the ledger knows the key. */
      evaluated: z.optional(
        z.strictObject({
          run: z.string(),
          day: z.string(),
          mode: modeSchema,
          facts: z.strictObject({
            status: z.string(),
            keyFrom: z.enum(["listing", "inventory"]),
            tags: tagsSchema,
            tagsReadOn: z.optional(z.string()),
            userType: z.optional(z.string()),
            lastUsed: z.optional(lastUsedSchema),
            otherKey: z.optional(
              z.strictObject({ key: z.string(), status: z.string(), createdOn: z.string() }),
            ),
            hasPassword: z.optional(z.boolean()),
          }),
          decision: decisionAnswerSchema,
          fate: z.optional(z.string()),
          isDeactivated: z.boolean(),
          notices: z.array(
            z.strictObject({
              to: z.string(),
              as: z.string(),
              outcome: z.string(),
              error: z.optional(z.string()),
            }),
          ),
        }),
      ),
      live: z.optional(
        z.strictObject({
          readAt: z.string(),
          status: z.string(),
          tags: tagsSchema,
          lastUsed: z.optional(lastUsedSchema),
          decision: z.optional(decisionAnswerSchema),
        }),
      ),
      historyFrom: z.enum(["ledger", "run"]),
      history: z.union([
        z.strictObject({
          round: z.int(),
          restarts: z.int(),
          notices: z.array(
            z.strictObject({
              on: z.string(),
              type: z.string(),
              to: z.string(),
              as: z.string(),
              state: z.string(),
              /** The user type of the policy when it was sent. */
              userType: z.optional(z.string()),
              names: z.optional(z.string()),
              /** Whether a revocation made it void. */
              isRevoked: z.boolean(),
              delivery: z.strictObject({
                state: z.string(),
                on: z.optional(z.string()),
                cause: z.optional(z.string()),
              }),
            }),
          ),
          revocations: z.array(z.strictObject({ on: z.string(), by: z.string() })),
          deactivation: z.optional(z.strictObject({ state: z.string(), on: z.string(), run: z.string() })),
          restore: z.optional(
            z.strictObject({ state: z.string(), on: z.string(), until: z.string(), reason: z.string() }),
          ),
        }),
        z.strictObject({ unreadable: z.string() }),
      ]),
      /** What is wrong with the addresses for its notices; absent without the settings. */
      addressProblems: z.optional(z.array(z.record(z.string(), z.unknown()))),
      /** What comes next if nothing changes; absent without the settings. */
      next: z.optional(z.array(stepSchema)),
    }),
  ),
});
export type ExplainAnswer = z.infer<typeof explainAnswerSchema>;
type KeyAnswer = ExplainAnswer["keys"][number];

/** `curfew explain` for a program. */
export function explainAnswer(stories: readonly KeyStory[]): ExplainAnswer {
  return { keys: stories.map(keyAnswer) };
}

function keyAnswer(story: KeyStory): KeyAnswer {
  const {
    accessKeyId,
    userName,
    accountId,
    accountName,
    createdOn,
    history,
    historyFrom,
    steps,
    addressProblems,
  } = story;
  return {
    key: maskedKeyId(accessKeyId),
    userName,
    accountId,
    accountName,
    createdOn,
    evaluated: evaluatedAnswer(story.recorded),
    live: story.live === undefined ? undefined : liveAnswer(story.live),
    historyFrom,
    history: "unreadable" in history ? history : historyAnswer(history),
    addressProblems: addressProblems?.map((problem) => ({ ...problem })),
    next: steps?.map(stepAnswer),
  };
}

/** A step for a program. */
export function stepAnswer(step: TimelineStep): z.infer<typeof stepSchema> {
  if (step.what === "deactivate") return { on: step.on, what: step.what };
  return {
    on: step.on,
    what: step.what,
    kind: step.kind,
    to: step.to.map(({ address }) => address),
    names: step.names,
  };
}

function evaluatedAnswer(recorded: KeyStory["recorded"]): KeyAnswer["evaluated"] {
  if (recorded === undefined) return undefined;
  const { run, mode, key } = recorded;
  const { status, keyFrom, tags, tagsReadOn, userType, lastUsed, otherKey, hasPassword } = key.facts;
  return {
    run: run.id,
    day: run.day,
    mode,
    facts: {
      status,
      keyFrom,
      tags,
      tagsReadOn,
      userType,
      lastUsed: lastUsed === undefined ? undefined : { ...lastUsed },
      otherKey:
        otherKey === undefined
          ? undefined
          : {
              key: maskedKeyId(otherKey.accessKeyId),
              status: otherKey.status,
              createdOn: otherKey.createdOn,
            },
      hasPassword,
    },
    decision: decisionAnswer(key.decision),
    fate: key.planned?.fate,
    isDeactivated: key.isDeactivated,
    notices: key.notices.map(({ to, as, outcome, error }) => ({ to, as, outcome, error })),
  };
}

function decisionAnswer(decision: z.infer<typeof decisionSchema>): z.infer<typeof decisionAnswerSchema> {
  const { state, age, reason, overdueSince, rule } = decision;
  return {
    state,
    age,
    reason: { ...reason },
    overdueSince,
    rule:
      rule === undefined
        ? undefined
        : { may: rule.may, conditions: rule.conditions.map((condition) => ({ ...condition })) },
  };
}

function liveAnswer({ readAt, status, tags, lastUsed, decision }: LiveWord): KeyAnswer["live"] {
  return {
    readAt,
    status,
    tags,
    lastUsed: lastUsed === undefined ? undefined : { ...lastUsed },
    decision: decision === undefined ? undefined : decisionAnswer(decision),
  };
}

function historyAnswer({ round, restarts, notices, revocations, deactivation, restore }: KeyHistory) {
  return {
    round,
    restarts,
    notices: notices.map((notice) => ({
      on: notice.on,
      type: notice.id.type,
      to: notice.to,
      as: notice.as,
      state: notice.state,
      userType: notice.userType,
      names: notice.names,
      isRevoked: notice.names !== undefined && notice.round !== round,
      delivery: { ...notice.delivery },
    })),
    revocations: revocations.map(({ on, by }) => ({ on, by })),
    deactivation:
      deactivation === undefined
        ? undefined
        : { state: deactivation.state, on: deactivation.on, run: deactivatingRun(deactivation) },
    restore:
      restore === undefined
        ? undefined
        : { state: restore.state, on: restore.on, until: restore.until, reason: restore.reason },
  };
}
