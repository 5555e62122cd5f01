import { addDays, type Day, daysBetween } from "../../../functions/domain/calendar-day.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import type { StageAction } from "../../../functions/domain/policy.ts";
import type { JudgedKey } from "../../../functions/worker/decide.ts";
import type { LivingUser, Step } from "./live.ts";

/** What the tests remember of a notice that was sent; told by the tests' own reading of the policy. */
interface Told {
  readonly to: string;
  readonly id: string;
  readonly on: Day;
  /** Whether a key of such a user is ever switched off, so that the mail says when. */
  readonly announced: boolean;
  /** The day on which a final warning said the key would be off. */
  readonly promised?: Day | undefined;
}

/** Everything that was sent in a life, by access key id. */
export type Sent = Map<string, Told[]>;

/** How often something happened in all lives, to prove that they were about something. */
export type Tally = Record<Decision["verdict"] | "finalWarning" | "lateMail", number>;

/** A tally of nothing. */
export function emptyTally(): Tally {
  return {
    inTime: 0,
    notify: 0,
    told: 0,
    deactivate: 0,
    withheld: 0,
    notActive: 0,
    finalWarning: 0,
    lateMail: 0,
  };
}

/**
 * Holds one day of a life against the rules; each sentence is one of them, and is thrown where it is broken.
 * What is due is worked out here anew from the policy, in another way than the rules do.
 */
export function checkDay(step: Step, sent: Sent, tally: Tally): void {
  const { judged, judgedReversed, judgedAgain, day } = step;
  const decisions = JSON.stringify(judged.map(({ decision }) => decision));
  claim(
    decisions === JSON.stringify(judgedReversed.map(({ decision }) => decision)),
    "the order of users and keys never matters",
  );
  for (const key of judged) {
    tally[key.decision.verdict] += 1;
    if (key.decision.verdict === "deactivate") checkDeactivation(key, step, sent);
    if (key.decision.notice !== undefined && !day.isMailDown) checkNotice(key, step, sent, tally);
  }
  for (const { decision } of judgedAgain) {
    claim(decision.verdict !== "deactivate", "deciding twice switches nothing off twice");
    claim(day.isMailDown || decision.notice === undefined, "deciding twice tells nobody twice");
  }
  if (!day.isMailDown) for (const key of judgedAgain) checkNothingLost(key, step, sent);
}

function checkDeactivation({ key, decision, history, user }: JudgedKey, step: Step, sent: Sent): void {
  const { today, life } = step;
  claim(key.status === "Active", "nothing but an Active key is switched off");
  claim(user !== "unreadable", "nothing is switched off whose user's tags are unreadable");
  const owner = ownerOf(key.userName, step);
  const until = /^\d{4}-\d{2}-\d{2}/.exec(owner.exempt ?? "")?.[0];
  claim(owner.exempt === undefined || until !== undefined, "an unreadable exemption switches nothing off");
  claim(until === undefined || until < today, "no key is switched off while its user is exempt");
  claim(
    history.restore === undefined || history.restore.until < today,
    "no key is switched off that an operator has switched on until later",
  );
  claim(
    dueAction(owner, decision.age, step)?.action === "deactivate",
    "only a stage that says so switches off",
  );
  const latest = addDays(today, -life.rules.minimumNoticeDays);
  const warnings = (sent.get(key.accessKeyId) ?? []).filter(({ announced }) => announced);
  claim(
    warnings.some(({ on }) => on <= latest && on > (until ?? "")),
    "no key is switched off without a notice that said so at least minimumNoticeDays before",
  );
  claim(
    warnings.every(({ promised = "" }) => promised <= today),
    "no key is switched off before the day that a final warning named",
  );
}

function checkNotice({ key, decision }: JudgedKey, step: Step, sent: Sent, tally: Tally): void {
  const told = sent.get(key.accessKeyId) ?? [];
  const { id, kind, to } = decision.notice ?? { id: "", kind: "warning", to: [] };
  const announced =
    kind !== "deactivated" && kind !== "reminder" && everEnds(ownerOf(key.userName, step), step);
  for (const recipient of to)
    claim(!told.some((one) => one.id === id && one.to === recipient), "no stage is told twice to anyone");
  claim(to.length > 0, "no notice goes to nobody");
  const promised = kind === "finalWarning" ? decision.next?.on : undefined;
  told.push(...to.map((recipient) => ({ to: recipient, id, on: step.today, announced, promised })));
  sent.set(key.accessKeyId, told);
  if (kind === "finalWarning") tally.finalWarning += 1;
  if (kind === "deactivated" && decision.verdict !== "deactivate") tally.lateMail += 1;
}

/** After a run whose mails all left, everybody knows the latest stage that is due, whatever days were missed. */
function checkNothingLost({ key, decision, history, user }: JudgedKey, step: Step, sent: Sent): void {
  if (user === "unreadable" || decision.withheld === "exempt" || decision.withheld === "restored") return;
  const told = sent.get(key.accessKeyId) ?? [];
  const { deactivation } = history;
  if (key.status !== "Active") {
    const id = `deactivated-${deactivation?.count}`;
    claim(
      deactivation === undefined || told.some((one) => one.id === id),
      "whoever's key was switched off is told, if later",
    );
    return;
  }
  const due = dueAction(ownerOf(key.userName, step), daysBetween(key.createdOn, step.today), step);
  if (due === undefined) return;
  const since = due.action === "deactivate" ? "" : addDays(key.createdOn, due.day);
  for (const to of user.recipients.to)
    claim(
      told.some((one) => one.to === to && one.on >= since),
      "no notice of the latest due stage is lost",
    );
}

/** The latest stage or reminder due, worked out day by day: the last one on which something falls due. */
function dueAction(
  owner: LivingUser,
  age: number,
  { life }: Step,
): { day: number; action: StageAction } | undefined {
  const type = typeOf(owner);
  let due: { day: number; action: StageAction } | undefined;
  for (const { day, actions } of life.rules.stages) {
    const action = type === undefined ? "notify" : actions[type];
    if (action !== undefined && day <= age) due = { day, action };
  }
  const later = life.rules.stages.some(
    ({ day, actions }) =>
      due !== undefined && day > due.day && (type === undefined || actions[type] !== undefined),
  );
  if (due?.action === "notify" && !later)
    while (due.day + life.rules.remindEveryDays <= age)
      due = { ...due, day: due.day + life.rules.remindEveryDays };
  return due;
}

function everEnds(owner: LivingUser, { life }: Step): boolean {
  const type = typeOf(owner);
  return type !== undefined && life.rules.stages.some(({ actions }) => actions[type] === "deactivate");
}

function typeOf({ userType }: LivingUser): string | undefined {
  const written = userType.toLowerCase();
  return ["employee", "machine", "service"].find((type) => type === written);
}

function ownerOf(userName: string, { users }: Step): LivingUser {
  const owner = users.find((user) => user.userName === userName);
  if (owner === undefined) throw new Error(`no user ${userName}`);
  return owner;
}

function claim(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(`broken: ${sentence}`);
}
