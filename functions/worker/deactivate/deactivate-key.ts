import type { NotDeactivated } from "../../../statemachine/plan.ts";
import type { Run } from "../../../statemachine/run.ts";
import { findKey } from "../../aws/find-key.ts";
import { basisOf, type Ledger } from "../../aws/ledger.ts";
import type { DeactivateAccount } from "../../aws/member-account.ts";
import type { Day } from "../../domain/calendar-day.ts";
import { isOpen } from "../../domain/change-window.ts";
import type { Decision } from "../../domain/decision.ts";
import { evaluateKey } from "../../domain/evaluate-key.ts";
import { emptyHistory } from "../../domain/key-history.ts";
import type { Pause } from "../../domain/plan.ts";
import type { AccountRules } from "../../domain/policy.ts";
import { findTags } from "../../domain/user-facts.ts";
import type { Histories } from "../inventory/read-user.ts";
import { type Problem, problemOf } from "../problem.ts";
import {
  failedWith,
  type KeyOutcome,
  type KeyToDeactivate,
  type LiveFacts,
  notDeactivated,
} from "./key-outcome.ts";
import { complete, update } from "./update-key.ts";

/** What deactivating one planned key needs. */
export interface KeyTask {
  readonly run: Run;
  readonly rules: AccountRules;
  readonly member: DeactivateAccount;
  readonly ledger: Pick<
    Ledger,
    "intendDeactivation" | "completeDeactivation" | "withdrawIntention" | "revoke"
  >;
  /** The account's current entries in the ledger. */
  histories(): Promise<Histories>;
  /** The current pause of all deactivations. */
  pause(): Promise<Pause | undefined>;
  utcDay(): Day;
  hasTime(): boolean;
}

/**
 * Deactivates one planned key. Everything that the decision depends on is read again right before: key, tags and
 * ledger, then pause and day. The intention is written on the condition that the ledger still has the state that the
 * decision was based on, so that a restore or a revocation in between wins. Only a key that is read back as Inactive
 * counts as deactivated. It never throws: every error is in the outcome.
 */
export async function deactivateKey(planned: KeyToDeactivate, task: KeyTask): Promise<KeyOutcome> {
  try {
    if (!task.hasTime()) return { ...notDeactivated({ code: "noTimeLeft" }), transient: true };
    const forbidden = await forbiddenBy(task);
    if (forbidden !== undefined) return notDeactivated(forbidden);
    const facts = await readFacts(planned, task);
    return "code" in facts ? notDeactivated(facts) : await decideAndDeactivate(facts, task);
  } catch (error) {
    return failedWith(error);
  }
}

/** What forbids every deactivation now. The plan checked this too, but new settings may have been deployed since. */
async function forbiddenBy(task: KeyTask): Promise<NotDeactivated | undefined> {
  const pause = await task.pause();
  const utcDay = task.utcDay();
  const { day } = task.run;
  if (day !== utcDay) return { code: "dayOver", day, utcDay };
  if (pause !== undefined && utcDay <= pause.until) return { code: "paused", until: pause.until };
  return isOpen(utcDay, task.rules.changeWindow) ? undefined : { code: "windowClosed" };
}

/**
 * The ledger is read last. It may be up to 30 seconds old: the condition of the intention finds what changed since, but
 * not a bounce that SES reported in these seconds.
 */
async function readFacts(planned: KeyToDeactivate, task: KeyTask): Promise<LiveFacts | NotDeactivated> {
  const found = await findKey(task.member, planned);
  if (found === undefined) return { code: "keyGone" };
  const tags = await task.member.tags(found.key.userName);
  if (tags === undefined) return { code: "keyGone" };
  const { accessKeyId } = planned;
  const history = (await task.histories()).get(accessKeyId) ?? emptyHistory;
  if ("unreadable" in history) return { code: "failed", error: `ledger: ${history.unreadable}` };
  const description = tags.find(({ key }) => key === accessKeyId)?.value;
  return { ...found, tags: findTags(tags, task.rules), description, history };
}

async function decideAndDeactivate(facts: LiveFacts, task: KeyTask): Promise<KeyOutcome> {
  const { key, history, tags } = facts;
  const { run, rules } = task;
  const { day, pausedUntil, spreadOverDays } = run;
  const decision = evaluateKey({ key, tags, history, rules, today: day, pausedUntil, spreadOverDays });
  const isOurs = history.deactivation?.run === run.id;
  if (key.status === "Inactive" && isOurs) return complete(facts, decision, task);
  if (key.status !== "Active")
    return { ...notDeactivated({ code: "statusChanged", status: key.status }), decision };
  if (decision.state !== "deactivate") return noLongerDue(facts, decision, task);
  // IAM may have been slow: meanwhile a pause may have begun, or the day may be over.
  const forbidden = await forbiddenBy(task);
  if (forbidden !== undefined) return { ...notDeactivated(forbidden), decision };
  const intended = await task.ledger.intendDeactivation(key, basisOf(history));
  if (intended === "overtaken") return { ...notDeactivated({ code: "overtaken" }), decision };
  return update(facts, decision, task);
}

/** Somebody may undo a revocation before the next run evaluates the key, so it is recorded here too. */
async function noLongerDue(facts: LiveFacts, decision: Decision, task: KeyTask): Promise<KeyOutcome> {
  const { ledger, run } = task;
  const { key, history } = facts;
  const { revoke, withdrawIntention, reason } = decision;
  const { deactivation } = history;
  const problems: Problem[] = [];
  try {
    // An intention of another execution may be about to take effect.
    if (withdrawIntention && deactivation?.run === run.id)
      await ledger.withdrawIntention(key, deactivation.number);
    if (revoke !== undefined && revoke !== "staysActiveNotice")
      await ledger.revoke(key, revoke, history.round);
  } catch (error) {
    problems.push(problemOf(key.userName, "ledger", error));
  }
  const transient = problems.some((problem) => problem.transient);
  return { ...notDeactivated({ code: "noLongerDue", reason }), decision, problems, transient };
}
