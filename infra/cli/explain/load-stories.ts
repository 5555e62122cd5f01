import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { type Day, dayOf } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { accountResult } from "../replay/account-results.ts";
import { ledgerOfAccount, type RememberedKey, searchLedger } from "../replay/ledger-entries.ts";
import { CommandError } from "../shared/command-error.ts";
import type { Connection } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import type { WholeRun } from "../shared/load-run-report.ts";
import { dayOfRun, hasReport, runRecords } from "../shared/run-records.ts";
import { type FoundIn, findInCsv, isSameUser, type Wanted } from "./find-in-csv.ts";
import { type KeyStory, keyStory } from "./key-story.ts";

/** What finding the stories takes. */
export interface StorySearch {
  readonly connection: Connection;
  readonly whole: WholeRun;
  readonly wanted: Wanted;
  readonly accountId: string | undefined;
  readonly policy: Policy | undefined;
  readonly today: Day;
}

/** An access key id as AWS makes them (IAM user guide, unique identifiers); anything else is a user's name. */
export function wantedBy(operand: string): Wanted {
  return /^A[KS]IA[A-Z0-9]{12,124}$/.test(operand) ? { accessKeyId: operand } : { userName: operand };
}

/**
 * The stories of a key, or of all keys of a user, newest knowledge first.
 * @throws {CommandError} where it is found nowhere, or in more accounts than one
 */
export async function loadStories(search: StorySearch): Promise<KeyStory[]> {
  const { connection, whole, wanted, policy, today } = search;
  const accountId = search.accountId ?? (await onlyAccount(search));
  const result = await newestResult(connection, whole, accountId);
  const ledger = await ledgerOfAccount(connection, accountId);
  const account = result?.account ?? { id: accountId, name: nameOf(whole.report, accountId), path: [] };
  const rules = policy === undefined ? undefined : rulesFor(account, policy, runModeFor(policy, false));
  const judged = (result?.results ?? []).filter(({ decision }) =>
    matches(wanted, decision.accessKeyId, decision.userName),
  );
  const known = new Set(judged.map(({ decision }) => decision.accessKeyId));
  const remembered = [...ledger].filter(
    ([accessKeyId, history]) => !known.has(accessKeyId) && matches(wanted, accessKeyId, userOf(history)),
  );
  const common = { account, result, rules, today };
  const stories = [
    ...judged.map((keyResult) => {
      const { accessKeyId } = keyResult.decision;
      const history = ledger.get(accessKeyId) ?? emptyHistory;
      return keyStory({ ...common, keyResult, accessKeyId, history });
    }),
    ...remembered.map(([accessKeyId, history]) =>
      keyStory({ ...common, keyResult: undefined, accessKeyId, history }),
    ),
  ];
  if (stories.length === 0) throw notFound(search, accountId);
  return stories;
}

function matches(wanted: Wanted, accessKeyId: string, userName: string): boolean {
  return "accessKeyId" in wanted ? wanted.accessKeyId === accessKeyId : isSameUser(wanted.userName, userName);
}

function userOf(history: RememberedKey): string {
  return "unreadable" in history ? "" : (history.key?.userName ?? "");
}

/** The account it is in, by the last run's CSV, or by the ledger where no run lists it any more. */
async function onlyAccount({ connection, whole, wanted }: StorySearch): Promise<string> {
  const { report } = whole;
  let found: FoundIn[] = await findInCsv(connection, report.run, wanted);
  if (found.length === 0) {
    const ids = new Set((await searchLedger(connection, wanted)).map(({ accountId }) => accountId));
    found = [...ids].map((accountId) => ({ accountId, accountName: nameOf(report, accountId) }));
  }
  const [first, ...others] = found;
  if (first === undefined) throw notFound({ whole, wanted });
  if (others.length === 0) return first.accountId;
  const list = found.map((one) => `  --account ${one.accountId}   ${one.accountName}`).join("\n");
  const name = "userName" in wanted ? wanted.userName : "this key";
  throw new CommandError(
    exitCodes.badInput,
    `There is a user ${name} in ${found.length} accounts. Say which:\n${list}`,
  );
}

/** What the newest run wrote about the account, be it a whole run or one that was asked for by hand. */
async function newestResult(
  connection: Connection,
  whole: WholeRun,
  accountId: string,
): Promise<AccountResult | undefined> {
  for await (const record of runRecords(connection)) {
    const { input, name } = record;
    const isLast = name === whole.record.name;
    const covers = input?.accountIds === undefined || input.accountIds.includes(accountId);
    if (isLast || (hasReport(record) && input !== undefined && input.asOf === undefined && covers)) {
      const result = await accountResult(connection, { day: dayOfRun(record), id: name }, accountId);
      if (!("missing" in result)) return result;
    }
    if (isLast) return undefined;
  }
  return undefined;
}

function nameOf({ accounts }: RunReport, accountId: string): string {
  return accounts.find(({ id }) => id === accountId)?.name ?? accountId;
}

function notFound(
  { whole, wanted }: Pick<StorySearch, "whole" | "wanted">,
  accountId?: string,
): CommandError {
  const { run, unreached, leftOut, notOnboarded } = whole.report;
  const what = "userName" in wanted ? `keys of a user ${wanted.userName}` : "such key";
  const where = accountId === undefined ? "" : ` in account ${accountId}`;
  const hidden = [...unreached, ...notOnboarded, ...leftOut].filter(
    ({ id }) => accountId === undefined || id === accountId,
  );
  const also = hidden
    .slice(0, 5)
    .map(({ id, name, reason }) => `\n  ${id} (${name}): ${reason}`)
    .join("");
  const note = hidden.length === 0 ? "" : `\nAccounts that were not looked into:${also}`;
  return new CommandError(
    exitCodes.badInput,
    `Run ${run.id} of ${run.day} knows no active ${what}${where}, nor does the ledger.${note}`,
  );
}

/** The day that a story is told on. */
export function storyDay(now = new Date()): Day {
  return dayOf(now);
}
