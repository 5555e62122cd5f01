import type { NotDeactivated, PlannedKeyResult } from "../../../statemachine/plan.ts";
import type { Run } from "../../../statemachine/run.ts";
import { isTransient } from "../../aws/aws-errors.ts";
import { type FoundKey, findKey } from "../../aws/find-key.ts";
import type { Ledger, LedgerKey } from "../../aws/ledger.ts";
import type { DeactivateAccount } from "../../aws/member-account.ts";
import type { Day } from "../../domain/calendar-day.ts";
import type { Decision } from "../../domain/decision.ts";
import { evaluateKey } from "../../domain/evaluate-key.ts";
import { deactivationNumber, emptyHistory, type KeyHistory, revoked } from "../../domain/key-history.ts";
import type { Pause } from "../../domain/plan.ts";
import type { AccountRules } from "../../domain/policy.ts";
import { type FoundTags, findTags } from "../../domain/user-facts.ts";
import { describeError } from "../../runtime/log.ts";
import type { Histories } from "../inventory/read-user.ts";
import { type Problem, problemOf } from "../problem.ts";

/** What deactivating one planned key takes. */
export interface KeyTask {
  readonly run: Run;
  readonly rules: AccountRules;
  readonly member: DeactivateAccount;
  readonly ledger: Pick<
    Ledger,
    "intendDeactivation" | "completeDeactivation" | "withdrawIntention" | "revoke"
  >;
  /** The account's entries in the ledger, as they are now. */
  histories(): Promise<Histories>;
  /** The running pause of all deactivations, as it is now. */
  pause(): Promise<Pause | undefined>;
  /** The true UTC day. */
  today(): Day;
  hasTime(): boolean;
}

/** What became of a planned key, before anybody is notified. */
export interface KeyOutcome {
  readonly decision?: Decision | undefined;
  /** Why it was not deactivated; absent if it is deactivated. */
  readonly why?: NotDeactivated | undefined;
  /** Present if this run deactivated the key, now or in an earlier attempt: what the notice is composed from. */
  readonly deactivated?: DeactivatedKey | undefined;
  readonly problems: readonly Problem[];
  /** Whether a retry may succeed. */
  readonly transient: boolean;
}

/** A key that was read back as Inactive. */
export interface DeactivatedKey extends FoundKey {
  readonly tags: FoundTags;
  readonly description: string | undefined;
  /** With the deactivation, and the revocation that it causes. */
  readonly history: KeyHistory;
}

type Planned = LedgerKey;

/**
 * Deactivates one planned key. Everything that the decision depends on is read again right before: pause, day, tags,
 * key and ledger. The intention is written under the condition that the ledger still has the state that the decision
 * was based on, so that a restore or a revocation in between wins. Only a key that is read back as Inactive counts as
 * deactivated. Never throws: every error is in the outcome.
 */
export async function deactivateKey(planned: Planned, task: KeyTask): Promise<KeyOutcome> {
  try {
    const forbidden = await forbiddenBy(task);
    if (forbidden !== undefined)
      return { why: forbidden, problems: [], transient: forbidden.code === "noTimeLeft" };
    const facts = await readFacts(planned, task);
    return "code" in facts ? notDeactivated(facts) : await decideAndDeactivate(facts, task);
  } catch (error) {
    return failedWith(error);
  }
}

/** What stands against every deactivation at this moment. */
async function forbiddenBy(task: KeyTask): Promise<NotDeactivated | undefined> {
  if (!task.hasTime()) return { code: "noTimeLeft" };
  const today = task.today();
  const { day } = task.run;
  if (day !== today) return { code: "dayOver", day, today };
  const pause = await task.pause();
  return pause !== undefined && today <= pause.until ? { code: "paused", until: pause.until } : undefined;
}

interface Facts extends FoundKey {
  readonly tags: FoundTags;
  readonly description: string | undefined;
  readonly history: KeyHistory;
}

/** The ledger is read last, so that it cannot be older than what the account says. */
async function readFacts(planned: Planned, task: KeyTask): Promise<Facts | NotDeactivated> {
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

async function decideAndDeactivate(facts: Facts, task: KeyTask): Promise<KeyOutcome> {
  const { key, history, tags } = facts;
  const { run, rules } = task;
  const { day: today, pausedUntil, spreadOverDays } = run;
  const decision = evaluateKey({ key, tags, history, rules, today, pausedUntil, spreadOverDays });
  const isOurs = history.deactivation?.run === run.id;
  if (key.status === "Inactive" && isOurs) return complete(facts, decision, task);
  if (key.status !== "Active")
    return { ...notDeactivated({ code: "statusChanged", status: key.status }), decision };
  if (decision.state !== "deactivate") return noLongerDue(facts, decision, task);
  const intended = await task.ledger.intendDeactivation(key, {
    round: history.round,
    restoreNumber: history.restore?.number ?? 0,
    deactivationNumber: history.deactivation?.number ?? 0,
  });
  if (intended === "overtaken") return { ...notDeactivated({ code: "overtaken" }), decision };
  return update(facts, decision, task);
}

/** The evaluation of the next run could miss a revocation that somebody undoes before, so it is recorded here too. */
async function noLongerDue(facts: Facts, decision: Decision, { ledger }: KeyTask): Promise<KeyOutcome> {
  const { key, history } = facts;
  const problems: Problem[] = [];
  try {
    const { revoke } = decision;
    if (revoke !== undefined && revoke !== "staysActiveNotice")
      await ledger.revoke(key, revoke, history.round);
    if (decision.withdrawIntention && history.deactivation !== undefined)
      await ledger.withdrawIntention(key, history.deactivation.number);
  } catch (error) {
    problems.push(problemOf(key.userName, "ledger", error));
  }
  const why = { code: "noLongerDue", reason: decision.reason } as const;
  return { why, decision, problems, transient: problems.some(({ transient }) => transient) };
}

/** Deactivates the key and reads it back. An update that failed and had no effect takes its intention with it. */
async function update(facts: Facts, decision: Decision, task: KeyTask): Promise<KeyOutcome> {
  const { key } = facts;
  let failure: unknown;
  try {
    await task.member.deactivate(key.userName, key.accessKeyId);
  } catch (error) {
    failure = error;
  }
  try {
    const status = (await findKey(task.member, key))?.key.status;
    if (status === "Inactive") return await complete(facts, decision, task);
    if (failure === undefined) return readBackAs(status, decision);
    if (status === "Active") await task.ledger.withdrawIntention(key, deactivationNumber(facts.history));
    return { ...failedWith(failure), decision };
  } catch (error) {
    // The key may be Inactive: the intention stays, and the next attempt or run finishes it.
    const both = failure === undefined ? error : new Error(describeError(failure), { cause: error });
    return { ...failedWith(both), decision, transient: isTransient(failure) || isTransient(error) };
  }
}

/** IAM took the update and still answers another status. The intention stays, because the key may yet become Inactive. */
function readBackAs(status: string | undefined, decision: Decision): KeyOutcome {
  const error = `read back as ${status ?? "gone"}`;
  return { ...notDeactivated({ code: "failed", error }), decision, transient: status !== undefined };
}

/** Records the deactivation of a key that was read as Inactive, unless an earlier attempt did. */
async function complete(facts: Facts, decision: Decision, task: KeyTask): Promise<KeyOutcome> {
  const { key, history } = facts;
  const { run } = task;
  if (history.deactivation?.run === run.id && history.deactivation.state === "done")
    return { decision, deactivated: facts, problems: [], transient: false };
  const number = deactivationNumber(history);
  const written = await task.ledger.completeDeactivation(key, number);
  if (written === "overtaken") return { ...notDeactivated({ code: "overtaken" }), decision };
  const deactivation = { state: "done", number, on: task.today(), run: run.id } as const;
  const after = revoked({ ...history, deactivation }, "deactivation", task.today(), run.id);
  return { decision, deactivated: { ...facts, history: after }, problems: [], transient: false };
}

function notDeactivated(why: NotDeactivated): KeyOutcome {
  return { why, problems: [], transient: false };
}

function failedWith(error: unknown): KeyOutcome {
  return {
    why: { code: "failed", error: describeError(error) },
    problems: [],
    transient: isTransient(error),
  };
}

/** The result of a planned key with what became of its notices. */
export function plannedKeyResult(
  { accessKeyId, userName }: Planned,
  { decision, why, deactivated }: KeyOutcome,
  notices: PlannedKeyResult["notices"],
): PlannedKeyResult {
  return {
    accessKeyId,
    userName: deactivated?.key.userName ?? userName,
    ...(decision === undefined ? {} : { decision }),
    outcome: deactivated === undefined ? "notDeactivated" : "deactivated",
    ...(why === undefined ? {} : { why }),
    notices,
  };
}
