import {
  type FindKeysEvent,
  type KeysFound,
  keysFoundSchema,
  type RestoredKey,
  type RestoreInput,
  type RestoreItem,
  type RestoreRequest,
  type RestoreResult,
  restoreKeyInputSchema,
  restoreRunInputSchema,
} from "../../statemachine/restore.ts";
import type { ObjectLocation } from "../../statemachine/run.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { SenderAnswer } from "../aws/sender.ts";
import type { Account } from "../domain/account.ts";
import { dayOf } from "../domain/calendar-day.ts";
import { restoreItemsKey, restoreResultKey } from "../domain/run-files.ts";
import { SenderUnusable } from "../runtime/errors.ts";
import { parse } from "../runtime/parse.ts";
import { type KeysByAccount, keysOfRun, type RunFilesTask } from "./keys-of-run.ts";

/** What the first step of a restore needs. */
export interface FindKeysTask extends RunFilesTask {
  readonly event: FindKeysEvent;
  /** The accounts with these IDs; an ID that is not of a member of the Organization is absent. */
  findAccounts(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Account>>;
  checkSender(): Promise<SenderAnswer>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
}

/**
 * Finds the keys of a restore: the one that the request names, or all that a run deactivated, in any account, even one
 * that settings skip. Keys for which the run could not record what it did are among them; the ledger says later whether
 * the run deactivated them. It changes nothing. If there is nothing to restore, the answer says why.
 * @throws {InvalidInput} the input is wrong, or a plan or a deactivation result cannot be read
 * @throws {SenderUnusable} nobody could be notified of the restore
 * @throws {Interrupted} an AWS service did not answer; the state machine retries
 */
export async function findKeys(task: FindKeysTask): Promise<KeysFound> {
  const { execution } = task.event;
  const input = readInput(task.event.input);
  try {
    const sender = await task.checkSender();
    if ("problem" in sender) throw new SenderUnusable(sender.problem);
    const request: RestoreRequest = {
      execution: execution.name,
      day: dayOf(new Date(execution.startTime)),
      days: input.days,
      reason: input.reason,
      mailRate: sender.rate,
      ...("run" in input ? { run: input.run } : {}),
    };
    return await write(request, input, "run" in input ? await keysOfRun(input, task) : keyOf(input), task);
  } catch (error) {
    throw asInterrupted(error, "finding the keys");
  }
}

/** Parsed with the schema that the input seems to be meant for, so that the error names its wrong fields. */
function readInput(input: unknown): RestoreInput {
  const isAboutRun = typeof input === "object" && input !== null && ("run" in input || "day" in input);
  return isAboutRun
    ? parse(restoreRunInputSchema, input, "restore input")
    : parse(restoreKeyInputSchema, input, "restore input");
}

function keyOf({ accountId, accessKeyId }: { accountId: string; accessKeyId: string }): KeysByAccount {
  return new Map([[accountId, [accessKeyId]]]);
}

async function write(
  request: RestoreRequest,
  input: RestoreInput,
  keys: KeysByAccount,
  task: FindKeysTask,
): Promise<KeysFound> {
  const { bucket } = task;
  const location = { bucket, key: restoreItemsKey(request.execution) };
  const accounts = await task.findAccounts(new Set(keys.keys()));
  const items = [...keys].flatMap(([id, accessKeyIds]): RestoreItem[] => {
    const account = accounts.get(id);
    return account === undefined ? [] : [{ account, accessKeyIds: [...accessKeyIds] }];
  });
  if ("run" in input)
    for (const [id, accessKeyIds] of keys)
      if (!accounts.has(id)) await saveAsFailed(request, id, accessKeyIds, task);
  await task.putText(location, JSON.stringify(items), "application/json");
  const refused = refusalOf(input, keys, accounts);
  const found: KeysFound = {
    request,
    items: location,
    accounts: items.length,
    // Including those of accounts that have left: the last step compares this number with the results.
    keys: "run" in input || items.length > 0 ? [...keys.values()].flat().length : 0,
    ...(refused === undefined ? {} : { refused }),
  };
  return parse(keysFoundSchema, found, "keys found");
}

/** Every key that the run deactivated has a result, even if its account has left the Organization. */
async function saveAsFailed(
  request: RestoreRequest,
  accountId: string,
  accessKeyIds: readonly string[],
  { bucket, putText }: FindKeysTask,
): Promise<void> {
  const keys = accessKeyIds.map(
    (accessKeyId): RestoredKey => ({
      accountId,
      accountName: accountId,
      accessKeyId,
      outcome: "failed",
      error: "its account is no longer a member of the Organization",
      notices: [],
    }),
  );
  const result: RestoreResult = { request, keys };
  const key = restoreResultKey(request.execution, accountId);
  await putText({ bucket, key }, JSON.stringify(result), "application/json");
}

function refusalOf(
  input: RestoreInput,
  keys: KeysByAccount,
  accounts: ReadonlyMap<string, Account>,
): string | undefined {
  if ("accountId" in input && accounts.size === 0)
    return `account ${input.accountId} is not a member of the Organization`;
  if ("run" in input && keys.size === 0)
    return `the run ${input.run} of ${input.day} deactivated no key. Check its ID and day with \`curfew status --runs\``;
  return undefined;
}
