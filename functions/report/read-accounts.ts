import { pMapIterable } from "p-map";
import { type AccountResult, accountResultSchema } from "../../statemachine/account-result.ts";
import {
  accountSchema,
  type ObjectLocation,
  type Run,
  type SkippedAccount,
  skippedAccountSchema,
} from "../../statemachine/run.ts";
import type { Account } from "../domain/account.ts";
import { accountResultKey } from "../domain/run-files.ts";
import { describeError } from "../runtime/log.ts";
import { parse, parseJson } from "../runtime/parse.ts";

/** The read access to the bucket that the report needs. */
export interface ReportReader {
  readLines(location: ObjectLocation): AsyncIterable<string>;
  /** `undefined` only if there is no such object. */
  getText(location: ObjectLocation): Promise<string | undefined>;
}

/** An account of the work list with its result, or the reason why there is none. */
export interface AccountReading {
  readonly account: Account;
  readonly result?: AccountResult;
  readonly noResult?: string;
}

/** S3 serves far more reads a second. The number limits what is in memory. */
export const concurrentReads = 25;

/** Reads the work list line by line and each account's result with it, in the order of the work list. */
export async function* readAccounts(
  run: Run,
  workList: ObjectLocation,
  reader: ReportReader,
): AsyncGenerator<AccountReading> {
  yield* pMapIterable(
    accountsOf(workList, reader),
    (account) => readResult(account, run, workList.bucket, reader),
    { concurrency: concurrentReads },
  );
}

/** The accounts that the scheduler skipped. */
export async function readSkipped(location: ObjectLocation, reader: ReportReader): Promise<SkippedAccount[]> {
  const found: SkippedAccount[] = [];
  for await (const line of reader.readLines(location))
    if (line !== "") found.push(parse(skippedAccountSchema, JSON.parse(line), "list of skipped accounts"));
  return found;
}

/** The accounts of a work list: a JSON array with one account a line. */
async function* accountsOf(workList: ObjectLocation, reader: ReportReader): AsyncGenerator<Account> {
  for await (const line of reader.readLines(workList)) {
    const text = line.replace(/,\s*$/, "");
    if (text.startsWith("{")) yield parseJson(accountSchema, text, "work list");
  }
}

async function readResult(
  account: Account,
  run: Run,
  bucket: string,
  reader: ReportReader,
): Promise<AccountReading> {
  const text = await reader.getText({ bucket, key: accountResultKey(run.day, run.id, account.id) });
  if (text === undefined)
    return { account, noResult: "no result: its worker crashed, was stopped or timed out" };
  try {
    const result = parseJson(accountResultSchema, text, "account result");
    if (result.run.id !== run.id || result.account.id !== account.id)
      return { account, noResult: "the result belongs to another run or account" };
    return { account, result };
  } catch (error) {
    return { account, noResult: `the result cannot be read: ${describeError(error)}` };
  }
}
