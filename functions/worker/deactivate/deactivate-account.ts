import type { NoticeOutcome } from "../../../statemachine/account-result.ts";
import type {
  DeactivateKeysEvent,
  DeactivationResult,
  NotDeactivated,
  PlannedKeyResult,
} from "../../../statemachine/plan.ts";
import { asInterrupted, isTransient } from "../../aws/aws-errors.ts";
import type { Ledger } from "../../aws/ledger.ts";
import type { DeactivateAccount } from "../../aws/member-account.ts";
import { rulesFor } from "../../domain/account-scope.ts";
import type { Day } from "../../domain/calendar-day.ts";
import { sameNotice } from "../../domain/notice.ts";
import type { Pause } from "../../domain/plan.ts";
import type { AccountRules, Policy } from "../../domain/policy.ts";
import { Interrupted, NoticesInFlight } from "../../runtime/errors.ts";
import { describeError, log } from "../../runtime/log.ts";
import { noticesOfRun } from "../done-earlier.ts";
import type { Histories } from "../inventory/read-user.ts";
import type { SendNotices } from "../notice-port.ts";
import type { Problem } from "../problem.ts";
import { deactivateKey, type KeyOutcome, type KeyTask, plannedKeyResult } from "./deactivate-key.ts";
import { notifyDeactivation } from "./notify-deactivation.ts";

/** Everything that deactivating the planned keys of one account takes. */
export interface DeactivateTask {
  readonly event: DeactivateKeysEvent;
  readonly policy: Policy;
  /** Assumes the role curfew-deactivate. */
  assumeRole(): Promise<DeactivateAccount>;
  readonly ledger: Ledger;
  pause(): Promise<Pause | undefined>;
  senderFor(rules: AccountRules, member: Pick<DeactivateAccount, "lastUsed">): SendNotices;
  saveResult(result: DeactivationResult): Promise<void>;
  now(): Date;
  today(): Day;
  hasTime(): boolean;
}

/**
 * Deactivates the planned keys of one account and nothing else, one after the other, and writes a result that accounts
 * for every planned key.
 * @throws {Interrupted} a retry may succeed; keys that are done are found done
 * @throws {NoticesInFlight} another worker holds claims; a retry must look at them again
 */
export async function deactivateAccount(task: DeactivateTask): Promise<DeactivationResult> {
  const { result, failure } = await attempt(task);
  const deactivated = result.keys.filter(({ outcome }) => outcome === "deactivated").length;
  log(failure === undefined ? "info" : "error", "deactivation result", {
    run: result.run.id,
    account: result.account.id,
    planned: result.keys.length,
    deactivated,
    problems: result.problems.length,
  });
  try {
    await task.saveResult(result);
  } catch (error) {
    throw asInterrupted(error, "saving the deactivation result");
  }
  if (failure !== undefined) throw failure;
  return result;
}

interface Attempt {
  readonly result: DeactivationResult;
  readonly failure?: Error | undefined;
}

async function attempt(task: DeactivateTask): Promise<Attempt> {
  const { event, policy } = task;
  const rules = rulesFor(event.account, policy, event.run.mode);
  if (rules.mode === "report") return nothingDone(task, "the account is in report mode");
  const today = task.today();
  const { day } = event.run;
  if (day !== today) return nothingDone(task, { code: "dayOver", day, today });
  let member: DeactivateAccount;
  try {
    member = await task.assumeRole();
  } catch (error) {
    return nothingDone(task, `the role could not be assumed: ${describeError(error)}`, error);
  }
  return deactivatePlanned(member, rules, task);
}

/** A result in which no planned key is deactivated, all for one reason. */
function nothingDone({ event }: DeactivateTask, why: NotDeactivated | string, error?: unknown): Attempt {
  const { run, account } = event;
  const reason = typeof why === "string" ? ({ code: "failed", error: why } as const) : why;
  const keys = event.keys.map(
    ({ accessKeyId, userName }): PlannedKeyResult => ({
      accessKeyId,
      userName,
      outcome: "notDeactivated",
      why: reason,
      notices: [],
    }),
  );
  const problems = typeof why === "string" ? [{ userName: "", problem: why }] : [];
  const failure = isTransient(error) ? new Interrupted(problems[0]?.problem ?? "") : undefined;
  return { result: { run, account, keys, problems }, failure };
}

async function deactivatePlanned(
  member: DeactivateAccount,
  rules: AccountRules,
  task: DeactivateTask,
): Promise<Attempt> {
  const { run, account } = task.event;
  const send = task.senderFor(rules, member);
  const keyTask: KeyTask = { ...task, run, rules, member, histories: recentHistories(task) };
  const keys: PlannedKeyResult[] = [];
  const problems: Problem[] = [];
  for (const planned of task.event.keys) {
    const outcome = await deactivateKey(planned, keyTask);
    const told = await notifyOwner(outcome, { member, rules, send, task });
    keys.push(plannedKeyResult(planned, outcome, told.notices));
    problems.push(...problemsOf(planned, outcome), ...told.problems);
  }
  const written = problems.map(({ userName, problem }) => ({ userName, problem }));
  const result = { run, account, keys, problems: written };
  return { result, failure: failureOf(result, problems) };
}

/** How old the ledger's entries may be. The conditional write of the intention finds what changed since. */
const recentMilliseconds = 30_000;

/** One Query reads the whole account, so many planned keys share one. */
function recentHistories({ ledger, now }: DeactivateTask): () => Promise<Histories> {
  let readAt = Number.NEGATIVE_INFINITY;
  let histories: Histories = new Map();
  return async () => {
    if (now().getTime() - readAt > recentMilliseconds) {
      const startedAt = now().getTime();
      histories = await ledger.histories();
      readAt = startedAt;
    }
    return histories;
  };
}

interface OwnerTask {
  readonly member: DeactivateAccount;
  readonly rules: AccountRules;
  readonly send: SendNotices;
  readonly task: DeactivateTask;
}

/** The notices about a deactivated key, with those that earlier attempts of the run sent. */
async function notifyOwner(
  { decision, deactivated }: KeyOutcome,
  { member, rules, send, task }: OwnerTask,
): Promise<{ notices: NoticeOutcome[]; problems: readonly Problem[] }> {
  if (deactivated === undefined || decision === undefined) return { notices: [], problems: [] };
  const { run, account } = task.event;
  const sending = { accountId: account.id, runId: run.id, rules, member, send, today: task.today() };
  const sent = await notifyDeactivation(deactivated, decision, sending);
  const now = sent.outcomes.map(({ accessKeyId: _key, ...outcome }) => outcome);
  const earlier = noticesOfRun(deactivated.history, run.id).filter(
    ({ id, to }) =>
      id.type === "deactivated" && !now.some((other) => other.to === to && sameNotice(other.id, id)),
  );
  const { stopped } = sent;
  const { userName } = deactivated.key;
  const stop =
    stopped === undefined
      ? []
      : [{ userName, problem: `mail stopped: ${stopped.reason}`, transient: stopped.transient }];
  return { notices: [...earlier, ...now], problems: [...stop, ...sent.problems] };
}

function problemsOf({ userName }: { userName: string }, outcome: KeyOutcome): Problem[] {
  const { why, transient, problems } = outcome;
  if (why?.code === "noTimeLeft")
    return [{ userName, problem: "not deactivated: the Lambda timeout was near", transient }];
  if (why?.code !== "failed") return [...problems];
  return [{ userName, problem: `not deactivated: ${why.error}`, transient }, ...problems];
}

function failureOf({ account, keys }: DeactivationResult, problems: readonly Problem[]): Error | undefined {
  const transient = problems.find((problem) => problem.transient);
  if (transient !== undefined)
    return new Interrupted(`${account.id}: ${transient.userName}: ${transient.problem}`);
  const isInFlight = keys.some(({ notices }) => notices.some(({ outcome }) => outcome === "inFlight"));
  return isInFlight
    ? new NoticesInFlight(`${account.id}: notices are claimed by another worker`)
    : undefined;
}
