import pMap from "p-map";
import type { RestoredKey, RestoreKeysEvent, RestoreResult } from "../../statemachine/restore.ts";
import type { ObjectLocation } from "../../statemachine/run.ts";
import { asInterrupted, isTransient } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { DeactivateAccount } from "../aws/member-account.ts";
import { rulesFor } from "../domain/account-scope.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { restoreResultKey } from "../domain/run-files.ts";
import { Interrupted } from "../runtime/errors.ts";
import { describeError } from "../runtime/log.ts";
import { whyStale } from "../runtime/stale-run.ts";
import { type Notified, notifyOfRestore, type RestoreNotifyTask } from "./notify-of-restore.ts";
import { type KeyRestored, restoreKey } from "./restore-key.ts";

/** What restoring the keys of one account needs. */
export interface RestoreKeysTask {
  readonly event: RestoreKeysEvent;
  readonly policy: Policy;
  readonly bucket: string;
  readonly ledger: Ledger;
  /** Assumes the member role that may change keys. */
  assumeRole(): Promise<DeactivateAccount>;
  sendNotices(
    member: DeactivateAccount,
    ...due: Parameters<RestoreNotifyTask["sendNotices"]>
  ): ReturnType<RestoreNotifyTask["sendNotices"]>;
  pause(): Promise<{ readonly until: Day } | undefined>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
  utcDay(): Day;
}

/** How many keys of one account at once: IAM's rates belong to the account and are shared with everybody's calls. */
const keysAtOnce = 3;

/**
 * Restores keys of one account, whatever the mode, because a person requested it. All keys are tried before anything is
 * thrown, and the result of each is saved first, so that the results of the last attempt are complete.
 * @throws {StaleRun} the request is days old: somebody redrove its execution
 * @throws {Interrupted} {NoticesInFlight} another attempt may succeed; it continues where this one stopped
 * @throws {RestoreNotificationFailed} keys are active again, but some recipients were not notified
 */
export async function restoreKeys(task: RestoreKeysTask): Promise<{ keys: number }> {
  const { event } = task;
  const stale = whyStale(event.request.day, task.utcDay());
  if (stale !== undefined) throw stale;
  let member: DeactivateAccount;
  try {
    member = await task.assumeRole();
  } catch (error) {
    await save(
      event.accessKeyIds.map((id) => asFailed(id, error, event)),
      task,
    );
    if (isTransient(error)) throw asInterrupted(error, "assuming the member role");
    return { keys: event.accessKeyIds.length };
  }
  const histories = await retryable("reading the ledger", () => task.ledger.histories());
  const restored = await pMap(
    event.accessKeyIds,
    (id) => restoreKey(id, histories.get(id), { event, member, ledger: task.ledger }),
    { concurrency: keysAtOnce },
  );
  const notified = await notify(restored, member, task);
  await save(
    restored.map((one) => resultAfter(one, notified)),
    task,
  );
  const interrupted = restored.find(({ transient }) => transient);
  if (interrupted !== undefined)
    throw new Interrupted(`some keys are not restored yet: ${interrupted.result.error ?? ""}`);
  if (notified.error !== undefined) throw notified.error;
  return { keys: restored.length };
}

/** If an earlier execution finished the restore and everybody was notified, there is nothing to do. */
function resultAfter(
  { result, active }: KeyRestored,
  { outcomes, notifiedAbout, error }: Notified,
): RestoredKey {
  const { until: _until, ...rest } = result;
  const isDone = active?.wasDone === true && error === undefined && !notifiedAbout.has(result.accessKeyId);
  if (isDone) return { ...rest, outcome: "refused", refusal: { code: "alreadyActive" } };
  return { ...result, notices: [...(outcomes.get(result.accessKeyId) ?? [])] };
}

/** Never throws: what was restored must be saved whatever happens to the mails. */
async function notify(
  restored: readonly KeyRestored[],
  member: DeactivateAccount,
  task: RestoreKeysTask,
): Promise<Notified> {
  const { event, policy, ledger } = task;
  const active = restored.flatMap((one) => (one.active === undefined ? [] : [one.active]));
  if (active.length === 0) return { outcomes: new Map(), notifiedAbout: new Set() };
  try {
    const utcDay = task.utcDay();
    const pause = await task.pause();
    return await notifyOfRestore(active, {
      accountId: event.account.id,
      request: event.request,
      rules: rulesFor(event.account, policy, "enforce"),
      member,
      ledger,
      sendNotices: (due) => task.sendNotices(member, due),
      utcDay,
      ...(pause !== undefined && utcDay <= pause.until ? { pausedUntil: pause.until } : {}),
    });
  } catch (error) {
    const thrown = asInterrupted(error, "notifying of the restore");
    return {
      outcomes: new Map(),
      notifiedAbout: new Set(),
      error: thrown instanceof Error ? thrown : new Error(String(thrown)),
    };
  }
}

async function save(
  keys: readonly RestoredKey[],
  { event, bucket, putText }: RestoreKeysTask,
): Promise<void> {
  const { request, account } = event;
  const result: RestoreResult = { request, keys: [...keys] };
  const location = { bucket, key: restoreResultKey(request.execution, account.id) };
  await retryable("saving the result", () => putText(location, JSON.stringify(result), "application/json"));
}

function asFailed(accessKeyId: string, error: unknown, { account }: RestoreKeysEvent): RestoredKey {
  return {
    accountId: account.id,
    accountName: account.name,
    accessKeyId,
    outcome: "failed",
    error: `the member role cannot be assumed: ${describeError(error)}`,
    notices: [],
  };
}

async function retryable<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw asInterrupted(error, what);
  }
}
