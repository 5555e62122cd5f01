import type { AccountResult } from "../../../statemachine/account-result.ts";
import type { EvaluateAccountEvent } from "../../../statemachine/run.ts";
import type { Ledger } from "../../aws/ledger.ts";
import type { ReadAccount } from "../../aws/member-account.ts";
import { type Day, dayOf } from "../../domain/calendar-day.ts";
import type { AccountRules } from "../../domain/policy.ts";
import { readUserFacts } from "../../domain/user-facts.ts";
import { whyStale } from "../../runtime/stale-run.ts";
import { askForReport } from "../inventory/ask-for-report.ts";
import type { InventoryStore } from "../inventory/inventory-store.ts";
import { loadInventory, saveInventory } from "../inventory/load-inventory.ts";
import type { InventoriedUser } from "../inventory/read-user.ts";
import { type Inventory, takeInventory } from "../inventory/take-inventory.ts";
import { type LastUses, lastUsesOf } from "../last-use.ts";
import { mailProblems, type SendNotices, type SentNotices } from "../notice-port.ts";
import type { Problem } from "../problem.ts";
import { keyResults, resultsOfEarlierAttempts } from "./key-results.ts";
import { notify, wouldNotify } from "./notify.ts";
import { failureOf, outcomeOf } from "./outcome.ts";
import { evaluateFresh } from "./read-fresh.ts";
import { type KeyToRecord, recordDecisions } from "./record-decisions.ts";

/** What evaluating an account needs besides its role. */
export interface MemberTask {
  readonly event: EvaluateAccountEvent;
  readonly ledger: Ledger;
  readonly inventory: InventoryStore;
  /** Sends the notices of this account with its own rules. */
  senderFor(rules: AccountRules, lookUp: LastUses["lookUp"]): SendNotices;
  /** Whether there is time to read another user. */
  hasTime(): boolean;
  utcDay(): Day;
}

/** The outcome of one attempt at an account. The failure is thrown after the result was saved. */
export interface Attempt {
  readonly result: AccountResult;
  readonly failure?: Error | undefined;
}

/**
 * Evaluates an account whose role was assumed: inventory, decisions, records in the ledger, notices, in this
 * order. A failure of one user or key is in the result and does not stop the others.
 * @throws if the ledger or the list of users cannot be read
 */
export async function evaluateMember(
  member: ReadAccount,
  rules: AccountRules,
  { histories: reading, remembered: loading }: LoadingFiles,
  task: MemberTask,
): Promise<Attempt> {
  const { run, account } = task.event;
  const file = { store: task.inventory, accountId: account.id, runId: run.id };
  const remembered = await loading;
  const startedOn = dayOf(new Date(run.startedAt));
  const utcDay = task.utcDay();
  // The ledger is read while IAM generates the report.
  const [asked, histories] = await Promise.all([
    askForReport({ member, accountId: account.id, runId: run.id, startedOn, remembered }),
    reading,
  ]);
  const facts = { member, histories, rules, run: { ...run, utcDay } };
  const taken = await takeInventory({ ...facts, asked, remembered, startedOn, hasTime: task.hasTime });
  const { inventory, keys: evaluated, problems } = await evaluateFresh(taken, facts);
  // Before any mail, so that a retry that has only mail left lists no user again.
  await saveInventory(remembered, inventory.remembered, file);
  const isOtherDay = run.day !== startedOn || whyStale(run.day, utcDay) !== undefined;
  const recording = { ledger: task.ledger, run, mode: rules.mode, utcDay, isOtherDay };
  const recorded = await recordDecisions(evaluated, recording);
  const lastUses = lastUsesOf(member);
  const acted = await act(recorded.keys, { lastUses, rules, utcDay, task });
  const all = [...inventory.problems, ...problems, ...recorded.problems, ...acted.problems];
  const ids = new Set(evaluated.map(({ key }) => key.accessKeyId));
  const results = [
    ...keyResults(recorded.keys, acted.results, lastUses.known, run.id),
    ...resultsOfEarlierAttempts(histories, run, ids),
  ];
  const result: AccountResult = {
    run,
    account,
    mode: rules.mode,
    ...outcomeOf(all),
    ...countsOf(inventory, rules, run.day),
    results,
    problems: all.map(({ userName, problem }) => ({ userName, problem })),
  };
  return { result, failure: failureOf(result, all) };
}

/** Files that are read while the role is assumed and the report is generated. */
export interface LoadingFiles {
  readonly histories: ReturnType<Ledger["histories"]>;
  readonly remembered: ReturnType<typeof loadInventory>;
}

/** Starts to read the ledger and the inventory file. If they are not awaited, their errors are ignored. */
export function startLoading({ event, ledger, inventory }: MemberTask): LoadingFiles {
  const file = { store: inventory, accountId: event.account.id, runId: event.run.id };
  const loading = { histories: ledger.histories(), remembered: loadInventory(file) };
  // If the role cannot be assumed, nobody awaits these: their rejection must not end the process.
  loading.histories.catch(() => undefined);
  loading.remembered.catch(() => undefined);
  return loading;
}

interface ActTask {
  readonly lastUses: LastUses;
  readonly rules: AccountRules;
  readonly utcDay: Day;
  readonly task: MemberTask;
}

/** Sends the notices; in report mode says what would be sent. */
async function act(
  keys: readonly KeyToRecord[],
  { lastUses, rules, utcDay, task }: ActTask,
): Promise<{ results: SentNotices["results"]; problems: Problem[] }> {
  if (rules.mode === "report") return { results: wouldNotify(keys), problems: [] };
  const send = task.senderFor(rules, lastUses.lookUp);
  const sent = await notify(keys, { send, rules, run: task.event.run, utcDay });
  return { results: sent.results, problems: mailProblems(sent) };
}

function countsOf(
  { userCount, users, rootHasActiveKey }: Inventory,
  rules: AccountRules,
  today: Day,
): Pick<AccountResult, "users" | "keys" | "activeKeys" | "untagged" | "rootHasActiveKey"> {
  const keys = users.flatMap((user) => user.keys);
  return {
    users: userCount,
    keys: keys.length,
    activeKeys: keys.filter(({ status }) => status === "Active").length,
    untagged: untaggedOf(users, rules, today),
    ...(rootHasActiveKey === undefined ? {} : { rootHasActiveKey }),
  };
}

function untaggedOf(
  users: readonly InventoriedUser[],
  rules: AccountRules,
  today: Day,
): AccountResult["untagged"] {
  const read = users.flatMap(({ tags }) =>
    typeof tags === "object" ? [readUserFacts(tags.found, rules, today)] : [],
  );
  return {
    email: read.filter(({ recipients }) => recipients.owners.length === 0).length,
    userType: read.filter(({ userType }) => !userType.known).length,
  };
}
