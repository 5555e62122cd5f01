import type { AccountRules, StageAction } from "./policy.ts";

/** The latest stage that an age has reached, for one user type. */
export interface DueStage {
  /** The stage's day, or the day of a reminder after the last stage, in days of the key's age. */
  readonly day: number;
  readonly action: StageAction;
}

type StageRules = Pick<AccountRules, "stages" | "remindEveryDays">;

/**
 * The latest stage due at an age. A stage is due from its day on, and only the latest counts: a missed day changes
 * nothing, and a first deployment does not send three mails about one key. After the last stage the owner of a
 * key that is not deactivated is reminded every `remindEveryDays`.
 *
 * If `userType` is undefined, the user's type is unknown: the owner is notified at every stage and the key
 * is never deactivated.
 */
export function dueStage(age: number, userType: string | undefined, rules: StageRules): DueStage | undefined {
  const stages = stagesFor(userType, rules);
  const due = stages.findLast((stage) => stage.day <= age);
  if (due === undefined || due.action === "deactivate" || due !== stages.at(-1)) return due;
  return { ...due, day: reminderDay(age, due.day, rules) };
}

/** The latest day, in days of age, of a series that starts on `first` and repeats every `remindEveryDays`. */
export function reminderDay(age: number, first: number, { remindEveryDays }: StageRules): number {
  return first + Math.floor((age - first) / remindEveryDays) * remindEveryDays;
}

/** The age at which a key of this user type is deactivated; `undefined` if it never is. */
export function deactivationAge(userType: string | undefined, rules: StageRules): number | undefined {
  return stagesFor(userType, rules).find((stage) => stage.action === "deactivate")?.day;
}

/** Whether a stage is the last one before the stage at which keys of this user type are deactivated. */
export function isLastBeforeDeactivation(
  day: number,
  userType: string | undefined,
  rules: StageRules,
): boolean {
  const end = deactivationAge(userType, rules);
  if (end === undefined) return false;
  return stagesFor(userType, rules).findLast((stage) => stage.day < end)?.day === day;
}

/** The last day of the policy, 90 in the delivered settings: mails say to replace the key before it. */
export function lastStageDay(rules: StageRules): number {
  return Math.max(...rules.stages.map((stage) => stage.day));
}

/** The first day of the policy. Before it, nothing is due for any key. */
export function firstStageDay(rules: StageRules): number {
  return Math.min(...rules.stages.map((stage) => stage.day));
}

/** Whether a key of this age is due for deactivation for some user type of the policy. */
export function isPastAnyDeactivation(age: number, rules: StageRules): boolean {
  return rules.stages.some(
    (stage) => stage.day <= age && Object.values(stage.actions).includes("deactivate"),
  );
}

function stagesFor(userType: string | undefined, rules: StageRules): DueStage[] {
  return rules.stages.flatMap(({ day, actions }) => {
    const action = userType === undefined ? "notify" : actions[userType];
    return action === undefined ? [] : [{ day, action }];
  });
}
