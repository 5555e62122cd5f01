import type {
  DeactivateKeysEvent,
  DeactivationResult,
  PlannedKeyResult,
} from "../../../statemachine/plan.ts";
import { asInterrupted } from "../../aws/aws-errors.ts";
import type { Ledger } from "../../aws/ledger.ts";
import type { DeactivateAccount } from "../../aws/member-account.ts";
import { rulesFor, skipReason } from "../../domain/account-scope.ts";
import type { Day } from "../../domain/calendar-day.ts";
import { sameNotice } from "../../domain/notice.ts";
import type { Pause } from "../../domain/plan.ts";
import type { AccountRules, Policy } from "../../domain/policy.ts";
import { Interrupted, NoticesInFlight } from "../../runtime/errors.ts";
import { describeError, log } from "../../runtime/log.ts";
import type { Histories } from "../inventory/read-user.ts";
import { type LastUses, lastUsesOf } from "../last-use.ts";
import { mailProblems, type SendNotices, type SentNotices } from "../notice-port.ts";
import { type Problem, problemOf } from "../problem.ts";
import { deactivateKey, type KeyTask } from "./deactivate-key.ts";
import {
  failedWith,
  type KeyOutcome,
  type KeyToDeactivate,
  notDeactivated,
  noticesAboutDeactivation,
  plannedKeyResult,
  resultOfEarlierAttempt,
} from "./key-outcome.ts";
import { notifyDeactivation } from "./notify-deactivation.ts";
import { recentHistories } from "./recent-histories.ts";

/** Everything that deactivating the planned keys of one account needs. */
export interface DeactivateTask {
  readonly event: DeactivateKeysEvent;
  readonly policy: Policy;
  /** Assumes the role curfew-deactivate. */
  assumeRole(): Promise<DeactivateAccount>;
  readonly ledger: Ledger;
  /** The current pause of all deactivations. */
  pause(): Promise<Pause | undefined>;
  /** Sends the notices of this account with its own rules. */
  senderFor(rules: AccountRules, lookUp: LastUses["lookUp"]): SendNotices;
  saveResult(result: DeactivationResult): Promise<void>;
  now(): Date;
  utcDay(): Day;
  /** Whether there is time for another key. */
  hasTime(): boolean;
}

/**
 * Deactivates the planned keys of one account and nothing else, one after the other, and writes a result with an
 * outcome for every planned key.
 * @throws {Interrupted} a retry may succeed; keys that are done are found done
 * @throws {NoticesInFlight} another worker has claims; a retry must check them again
 */
export async function deactivateKeysOfAccount(task: DeactivateTask): Promise<DeactivationResult> {
  const { result, failure } = await attempt(task);
  log(failure === undefined ? "info" : "error", "deactivation result", {
    run: result.run.id,
    account: result.account.id,
    planned: result.keys.length,
    deactivated: result.keys.filter(({ outcome }) => outcome === "deactivated").length,
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

async function attempt(
  task: DeactivateTask,
): Promise<{ result: DeactivationResult; failure: Error | undefined }> {
  const { run, account, keys } = task.event;
  const histories = recentHistories(task);
  const outcomes = await deactivateAll(histories, task);
  const settled = await withEarlierAttempts(keys, outcomes, histories, run);
  const problems = settled.flatMap(({ problems: some }) => some);
  const result: DeactivationResult = {
    run,
    account,
    keys: settled.map((one) => one.result),
    problems: problems.map(({ userName, problem }) => ({ userName, problem })),
  };
  return { result, failure: failureOf(result, problems) };
}

interface Settled {
  readonly result: PlannedKeyResult;
  readonly problems: readonly Problem[];
}

/** Deactivates key by key; after mail stopped, no further key, because its owner could not be notified. */
async function deactivateAll(histories: KeyTask["histories"], task: DeactivateTask): Promise<Settled[]> {
  const { event, policy } = task;
  const { run, account, keys } = event;
  const rules = rulesFor(account, policy, run.mode);
  const utcDay = task.utcDay();
  const all = (outcome: KeyOutcome) => keys.map((planned) => settledWithout(planned, outcome));
  if (rules.mode === "report")
    return all(notDeactivated({ code: "failed", error: "the account is in report mode" }));
  if (skipReason(account, policy) !== undefined)
    return all(notDeactivated({ code: "failed", error: "the settings exclude the account" }));
  if (run.day !== utcDay) return all(notDeactivated({ code: "dayOver", day: run.day, utcDay }));
  let member: DeactivateAccount;
  try {
    member = await task.assumeRole();
  } catch (error) {
    const why = { code: "failed", error: `assumeRole: ${describeError(error)}` } as const;
    return all({ ...failedWith(error), why });
  }
  const send = task.senderFor(rules, lastUsesOf(member).lookUp);
  const keyTask: KeyTask = { ...task, run, rules, member, histories };
  const settled: Settled[] = [];
  let stopped: SentNotices | undefined;
  for (const planned of keys) {
    if (stopped !== undefined) {
      settled.push(settledWithout(planned, mailStopped(stopped)));
      continue;
    }
    const outcome = await deactivateKey(planned, keyTask);
    const { deactivated } = outcome;
    if (deactivated === undefined) {
      settled.push(settledWithout(planned, outcome));
      continue;
    }
    const sent = await notifyDeactivation(deactivated, { runId: run.id, rules, send, utcDay: task.utcDay() });
    if (sent.stopped !== undefined) stopped = sent;
    const now = sent.results.map(({ accessKeyId: _key, ...notice }) => notice);
    const earlier = noticesAboutDeactivation(deactivated.history, run.id).filter(
      ({ id, to }) => !now.some((other) => other.to === to && sameNotice(other.id, id)),
    );
    const result = plannedKeyResult(planned, outcome, [...earlier, ...now]);
    settled.push({ result, problems: [...outcome.problems, ...mailProblems(sent)] });
  }
  return settled;
}

function mailStopped(sent: SentNotices): KeyOutcome {
  const error = mailProblems(sent)[0]?.problem ?? "mail stopped";
  return { ...notDeactivated({ code: "failed", error }), transient: sent.stopped === "noTimeLeft" };
}

/** A planned key that was not deactivated; a failure is a problem of the account too. */
function settledWithout(planned: KeyToDeactivate, outcome: KeyOutcome): Settled {
  const { why, transient, problems } = outcome;
  const { userName } = planned;
  const text =
    why?.code === "failed" ? why.error : why?.code === "noTimeLeft" ? "the Lambda timeout was near" : "";
  const own = text === "" ? [] : [{ userName, problem: `not deactivated: ${text}`, transient }];
  return { result: plannedKeyResult(planned, outcome, []), problems: [...own, ...problems] };
}

/** Adds what earlier attempts of this run did to keys that this attempt did not deactivate. */
async function withEarlierAttempts(
  keys: readonly KeyToDeactivate[],
  settled: readonly Settled[],
  histories: KeyTask["histories"],
  run: DeactivationResult["run"],
): Promise<Settled[]> {
  const isEverythingDone = settled.every(({ result }) => result.outcome === "deactivated");
  if (isEverythingDone) return [...settled];
  let known: Histories;
  try {
    known = await histories();
  } catch (error) {
    const unknown = problemOf("", "whether an earlier attempt deactivated keys is unknown", error);
    return settled.map((one, index) =>
      index === 0 ? { ...one, problems: [...one.problems, unknown] } : one,
    );
  }
  return settled.map((one, index) => {
    const planned = keys[index];
    if (planned === undefined || one.result.outcome === "deactivated") return one;
    const earlier = resultOfEarlierAttempt(planned, known, run);
    return earlier === undefined ? one : { ...one, result: earlier };
  });
}

function failureOf({ account, keys }: DeactivationResult, problems: readonly Problem[]): Error | undefined {
  const transient = problems.find((problem) => problem.transient);
  if (transient !== undefined)
    return new Interrupted(`${account.id}: ${transient.userName}: ${transient.problem}`);
  const isInFlight = keys.some(({ notices }) => notices.some(({ outcome }) => outcome === "inFlight"));
  return isInFlight ? new NoticesInFlight(`${account.id}: notices are claimed by another worker`) : undefined;
}
