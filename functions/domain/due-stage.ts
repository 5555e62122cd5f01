import type { NoticeKind } from "./decision.ts";
import type { AccountRules, StageAction } from "./policy.ts";

/** The latest stage that an age has reached, for one user type. */
export interface DueStage {
  /** The stage's day, or the day of a reminder after the last stage. */
  readonly day: number;
  readonly action: StageAction;
  /** The mail this stage sends if its action is `notify`. */
  readonly kind: NoticeKind;
}

type StageRules = Pick<AccountRules, "stages" | "remindEveryDays">;

/**
 * The latest stage due at an age: a stage is due from its day on, and only the latest counts, so a missed
 * day loses nothing and a first deployment does not send three mails about one key. After the last stage
 * a key that is not deactivated is brought up again every `remindEveryDays`.
 *
 * `userType` undefined stands for a user whose type is unknown: it is told at every stage and never
 * deactivated.
 */
export function dueStage(age: number, userType: string | undefined, rules: StageRules): DueStage | undefined {
  const stages = stagesFor(userType, rules);
  const due = stages.findLast((stage) => stage.day <= age);
  if (due === undefined) return undefined;
  const isLast = due === stages.at(-1);
  if (due.action === "deactivate" || !isLast) return { ...due, kind: "warning" };
  const reminders = Math.floor((age - due.day) / rules.remindEveryDays);
  return { ...due, day: due.day + reminders * rules.remindEveryDays, kind: "reminder" };
}

/** The first day after an age on which another stage or reminder is due, in days of the key's age. */
export function nextStage(
  age: number,
  userType: string | undefined,
  rules: StageRules,
): DueStage | undefined {
  const upcoming = stagesFor(userType, rules).find((stage) => stage.day > age);
  if (upcoming !== undefined) return { ...upcoming, kind: "warning" };
  const due = dueStage(age, userType, rules);
  if (due === undefined || due.action === "deactivate") return undefined;
  return { ...due, day: due.day + rules.remindEveryDays };
}

/** The age at which a key of this type is switched off; `undefined` for a type that never is. */
export function deactivationDay(userType: string | undefined, rules: StageRules): number | undefined {
  return stagesFor(userType, rules).find((stage) => stage.action === "deactivate")?.day;
}

/** The day the mails tell an owner to stay below: the last stage's, 90 in the article. */
export function lastStageDay(rules: StageRules): number {
  return Math.max(...rules.stages.map((stage) => stage.day));
}

/** Whether a key of this age would be off by now if its user were of some type of the policy. */
export function isPastAnyDeactivation(age: number, rules: StageRules): boolean {
  return rules.stages.some(
    (stage) => stage.day <= age && Object.values(stage.actions).includes("deactivate"),
  );
}

function stagesFor(userType: string | undefined, rules: StageRules): { day: number; action: StageAction }[] {
  return rules.stages.flatMap(({ day, actions }) => {
    const action = userType === undefined ? "notify" : actions[userType];
    return action === undefined ? [] : [{ day, action }];
  });
}
