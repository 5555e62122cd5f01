import { dayOf } from "../../../functions/domain/calendar-day.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { skipReasonText } from "../../../functions/notices/reason-text.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { accountReason } from "../shared/account-table.ts";
import { CommandError } from "../shared/command-error.ts";
import type { Connection } from "../shared/connection.ts";
import { underCurrentPause } from "../shared/current-pause.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import {
  didYouMeanKey,
  findInCsv,
  isSimilar,
  type MatchingKey,
  matches,
  severalKeys,
  type Wanted,
  wantedText,
} from "../shared/find-keys.ts";
import type { ReportedRun } from "../shared/full-run.ts";
import { readHistories, searchLedger } from "../shared/ledger-search.ts";
import { shortened } from "../shared/plain-table.ts";
import { loadRunFacts, type RunFacts } from "../shared/run-facts.ts";
import { bucketReader } from "../shared/run-reader.ts";
import { dayOfRun, hasReport, runRecords } from "../shared/run-records.ts";
import { type KeyStory, type LedgerWord, storyOf } from "./story.ts";

/** What `loadStories` looks for, and where. */
export interface StorySearch {
  readonly connection: Connection;
  readonly full: ReportedRun;
  readonly wanted: Wanted;
  readonly accountId: string | undefined;
  readonly policy: Policy | undefined;
}

/**
 * The stories of a key, or of all keys of a user.
 * @throws {CommandError} if no key matches, or keys in several accounts do
 */
export async function loadStories(search: StorySearch, now = new Date()): Promise<KeyStory[]> {
  const { connection, full, wanted, policy } = search;
  const found = await keysFound(search);
  if (found.length === 0) throw notFound(search, await similarKeys(search));
  const accountId = onlyAccount(wanted, found, search);
  const recordedFacts = await newestFacts(connection, full, accountId);
  const facts = await underCurrentPause(recordedFacts, connection, now);
  const ledger = await ledgerOf(connection, accountId);
  const recorded = facts.keys.filter(({ facts: key }) => matches(wanted, key));
  const known = new Set(recorded.map(({ facts: key }) => key.accessKeyId));
  const others = [...(ledger ?? [])].filter(
    ([accessKeyId, history]) =>
      !known.has(accessKeyId) && matches(wanted, { accessKeyId, userName: userOf(history) }),
  );
  const account = { id: accountId, name: nameOf(full.report, accountId) };
  const common = { account, policy, today: dayOf(now) };
  const stories = [
    ...recorded.map((key) =>
      storyOf({
        ...common,
        accessKeyId: key.facts.accessKeyId,
        recorded: { run: facts.run, mode: key.mode, key },
        ledger: ledger === undefined ? undefined : (ledger.get(key.facts.accessKeyId) ?? key.facts.history),
      }),
    ),
    ...others.map(([accessKeyId, history]) =>
      storyOf({ ...common, accessKeyId, recorded: undefined, ledger: history }),
    ),
  ];
  if (stories.length === 0) throw notFound(search);
  return stories;
}

/** The keys that match, from the CSV of the last full run, or from the ledger where no run lists them. */
async function keysFound({ connection, full, wanted, accountId }: StorySearch): Promise<MatchingKey[]> {
  const listed = await findInCsv(connection, full.report.run, wanted);
  const inAccount = listed.filter((key) => accountId === undefined || key.accountId === accountId);
  if (inAccount.length > 0) return inAccount;
  const remembered = await searchLedger(connection, wanted, accountId);
  return remembered.map((key) => ({ ...key, accountName: nameOf(full.report, key.accountId) }));
}

/** The keys of the last full run with a similar name or ID. */
async function similarKeys({ connection, full, wanted, accountId }: StorySearch): Promise<MatchingKey[]> {
  const similar = await findInCsv(connection, full.report.run, wanted, isSimilar);
  return similar.filter((key) => accountId === undefined || key.accountId === accountId);
}

/**
 * The one account of the keys that were found. Several keys of one user are one answer; several keys with the same last
 * four characters, or keys in several accounts, are not.
 */
export function onlyAccount(
  wanted: Wanted,
  found: readonly MatchingKey[],
  search: Pick<StorySearch, "full" | "wanted" | "accountId">,
): string {
  const [first] = found;
  if (first === undefined) throw notFound(search);
  const isOneAccount = found.every(({ accountId }) => accountId === first.accountId);
  const isOneUser = found.every(({ userName }) => userName === first.userName);
  if (isOneAccount && (isOneUser || "accessKeyId" in wanted)) return first.accountId;
  throw severalKeys(
    wanted,
    found,
    isOneAccount ? "Pass the user name or the full key ID:" : "Choose an account:",
  );
}

/** What the newest run recorded about an account: the last full run, or an ad hoc run after it. */
async function newestFacts(connection: Connection, full: ReportedRun, accountId: string): Promise<RunFacts> {
  const reader = bucketReader(connection);
  for await (const record of runRecords(connection)) {
    const { input, name } = record;
    if (name === full.record.name) break;
    const covers = input?.accountIds === undefined || input.accountIds.includes(accountId);
    if (!hasReport(record) || input === undefined || input.asOf !== undefined || !covers) continue;
    const run = { ...full.report.run, id: name, day: dayOfRun(record) };
    const facts = await loadRunFacts({ reader, run, accountIds: [accountId] });
    const [result] = facts.results;
    if (result !== undefined) return { ...facts, run: result.run };
  }
  return loadRunFacts({ reader, run: full.report.run, accountIds: [accountId] });
}

/** The ledger of an account; `undefined` if the caller may not read it. */
async function ledgerOf(
  connection: Connection,
  accountId: string,
): Promise<ReadonlyMap<string, LedgerWord> | undefined> {
  try {
    return await readHistories(connection, accountId);
  } catch (error) {
    if (error instanceof Error && /AccessDenied/.test(error.name)) return undefined;
    throw error;
  }
}

function userOf(history: LedgerWord): string {
  return "unreadable" in history ? "" : (history.key?.userName ?? "");
}

function nameOf({ accounts }: Pick<RunReport, "accounts">, accountId: string): string {
  return accounts.find(({ id }) => id === accountId)?.name ?? accountId;
}

/** More accounts than this are left to the report. */
const mostNamed = 5;

function notFound(
  { full, wanted, accountId }: Pick<StorySearch, "full" | "wanted" | "accountId">,
  similar: readonly MatchingKey[] = [],
): CommandError {
  const { run, unreachable, notOnboarded, skipped } = full.report;
  const where = accountId === undefined ? "" : ` in account ${accountId}`;
  const hidden = [
    ...[...unreachable, ...notOnboarded].map((account) => ({ ...account, why: accountReason(account) })),
    ...skipped.map((account) => ({ ...account, why: skipReasonText(account.reason) })),
  ].filter(({ id }) => accountId === undefined || id === accountId);
  const listed = hidden
    .slice(0, mostNamed)
    .map(({ id, name, why }) => `\n  ${id} (${name}): ${shortened(why, 60)}`);
  const note = hidden.length === 0 ? "" : `\nAccounts not scanned:${listed.join("")}`;
  return new CommandError(
    exitCodes.badInput,
    `Neither run ${run.id} of ${run.day} nor the ledger has a ${wantedText(wanted)}${where}.${didYouMeanKey(similar)}${note}`,
  );
}
