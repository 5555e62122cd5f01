import type { RestoredKey, RestoreKeysEvent } from "../../statemachine/restore.ts";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger, LedgerKey, UnreadableEntry } from "../aws/ledger.ts";
import type { DeactivateAccount } from "../aws/member-account.ts";
import { type AccessKey, maskedKeyId } from "../domain/access-key.ts";
import type { Deactivation, KeyHistory } from "../domain/key-history.ts";
import { evaluateRestore, type RestoreDecision } from "../domain/restore.ts";
import { Interrupted } from "../runtime/errors.ts";
import { describeError, log } from "../runtime/log.ts";
import type { ActiveKey } from "./notify-of-restore.ts";

/** What restoring one key needs. */
export interface RestoreKeyTask {
  readonly event: RestoreKeysEvent;
  readonly member: DeactivateAccount;
  readonly ledger: Pick<Ledger, "recordRestore" | "completeDeactivation">;
}

/** The result of one key; `active` only if it is active again. */
export interface KeyRestored {
  readonly result: RestoredKey;
  readonly active?: ActiveKey | undefined;
  /** Whether another attempt may succeed. */
  readonly transient: boolean;
}

/**
 * Reactivates one key, if Curfew was the last to deactivate it. The restore is recorded before the key is changed, so
 * that a run in progress cannot deactivate it again. It counts as done after the key was read back. Every step can be
 * repeated: the next attempt continues an interrupted one, even in another execution. Errors are returned,
 * so that the other keys of the account are still restored.
 */
export async function restoreKey(
  accessKeyId: string,
  history: KeyHistory | UnreadableEntry | undefined,
  task: RestoreKeyTask,
): Promise<KeyRestored> {
  const { account } = task.event;
  const base = { accountId: account.id, accountName: account.name, accessKeyId, notices: [] };
  if (history !== undefined && "unreadable" in history) {
    const error = `its ledger entry cannot be read: ${history.unreadable}`;
    return { result: { ...base, outcome: "failed", error }, transient: false };
  }
  try {
    return await tryRestoring(base, history, task);
  } catch (error) {
    const result: RestoredKey = { ...base, outcome: "failed", error: describeError(error) };
    return { result, transient: isTransient(error) || error instanceof Interrupted };
  }
}

type Base = Pick<RestoredKey, "accountId" | "accountName" | "accessKeyId" | "notices">;

async function tryRestoring(
  base: Base,
  history: KeyHistory | undefined,
  task: RestoreKeyTask,
): Promise<KeyRestored> {
  const { request } = task.event;
  const { accessKeyId } = base;
  const found = await findKey(accessKeyId, history?.key?.userName, task.member);
  const run = { id: request.execution, day: request.day };
  const { days, run: deactivatedBy } = request;
  const decision = evaluateRestore({ key: found?.key, history, run, days, deactivatedBy });
  const userName = found?.key.userName ?? history?.key?.userName;
  const named = userName === undefined ? base : { ...base, userName };
  if (decision.outcome === "refused")
    return { result: { ...named, outcome: "refused", refusal: decision.reason }, transient: false };
  if (found === undefined)
    return { result: { ...named, outcome: "refused", refusal: { code: "keyGone" } }, transient: false };
  const { until, number, wasDone } = decision;
  const active = { ...found, key: { ...found.key, status: "Active" }, number, wasDone };
  const restored = { result: { ...named, outcome: "restored", until }, active, transient: false } as const;
  if (wasDone) return restored;
  await reactivate(found.key, decision, task);
  log("info", "key restored", {
    run: request.execution,
    account: base.accountId,
    user: found.key.userName,
    key: maskedKeyId(accessKeyId),
  });
  return restored;
}

/** A renamed user is found by the ID of the key. */
async function findKey(
  accessKeyId: string,
  knownUser: string | undefined,
  member: DeactivateAccount,
): Promise<Pick<ActiveKey, "key" | "keys"> | undefined> {
  const ownedBy = async (userName: string) => {
    const keys = (await member.accessKeys(userName)) ?? [];
    const key = keys.find((one) => one.accessKeyId === accessKeyId);
    return key === undefined ? undefined : { key, keys };
  };
  const known = knownUser === undefined ? undefined : await ownedBy(knownUser);
  if (known !== undefined) return known;
  const userName = await member.userNameOf(accessKeyId);
  return userName === undefined ? undefined : ownedBy(userName);
}

/** A restore undoes a deactivation, so one that was interrupted after the key became Inactive is recorded first. */
async function finish(
  key: LedgerKey,
  deactivation: Deactivation,
  ledger: RestoreKeyTask["ledger"],
): Promise<void> {
  if ((await ledger.completeDeactivation(key, deactivation.number, deactivation)) === "overtaken")
    throw new Interrupted("another execution changed the key at the same time");
}

async function reactivate(
  key: AccessKey,
  { until, number, deactivation }: Extract<RestoreDecision, { outcome: "restore" }>,
  { event, member, ledger }: RestoreKeyTask,
): Promise<void> {
  const { reason } = event.request;
  const entry: LedgerKey = key;
  if (deactivation.state === "intended") await finish(entry, deactivation, ledger);
  const record = async (state: "intended" | "done") => {
    const restore = { state, number, until, reason, deactivation: deactivation.number };
    if ((await ledger.recordRestore(entry, restore)) === "overtaken")
      throw new Interrupted("another execution changed the key at the same time");
  };
  await record("intended");
  if (key.status !== "Active") await member.activate(key.userName, key.accessKeyId);
  const readBack = (await member.accessKeys(key.userName))?.find(
    ({ accessKeyId }) => accessKeyId === key.accessKeyId,
  );
  if (readBack?.status !== "Active")
    throw new Interrupted(
      `after the key was reactivated, IAM returns it as ${readBack?.status ?? "deleted"}`,
    );
  await record("done");
}
