import type { RestoredKey, RestoreKeyEvent } from "../../statemachine/restore-key.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import { type AccessKey, maskedKeyId } from "../domain/access-key.ts";
import { rulesFor } from "../domain/account-scope.ts";
import type { Day } from "../domain/calendar-day.ts";
import { evaluateRestore, type RestoreDecision } from "../domain/evaluate-restore.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import type { AccountRules, Policy } from "../domain/policy.ts";
import type { Post } from "../notices/send-notices.ts";
import { Interrupted } from "../runtime/errors.ts";
import { log } from "../runtime/log.ts";
import { InvalidInput } from "../runtime/parse.ts";
import { readAgain } from "./read-again.ts";
import { staleness } from "./stale-run.ts";
import { tellOfRestore } from "./tell-of-restore.ts";

/** Everything that restoring a key takes. */
export interface RestoreTask {
  readonly event: RestoreKeyEvent;
  readonly policy: Policy;
  /** Assumes the member role, narrowed to what it is assumed for. */
  assumeRole(purpose: "restore"): Promise<MemberAccount>;
  readonly ledger: Ledger;
  postFor(rules: AccountRules): Post;
  /** The true day. */
  today(): Day;
}

/**
 * Switches a key on again that Curfew switched off, whatever the mode: an operator has ordered it. The intention
 * goes to the ledger first, so that no run of that minute switches the key off again; then the key is updated and
 * read back, the ledger told, and last its owner and the security contact.
 * @throws {InvalidInput} the order cannot be meant; nothing was touched
 * @throws {StaleRun} the order is days old: somebody redrove it
 * @throws {Interrupted} something may go better in a minute; the next attempt goes on from there
 */
export async function restoreKey(task: RestoreTask): Promise<RestoredKey> {
  const { run, account, restore } = task.event;
  const stale = staleness(run.day, task.today());
  if (stale !== undefined) throw stale;
  const { member, key, history, decision } = await judge(task);
  try {
    await switchOn(key, decision, member, task);
  } catch (error) {
    throw asInterrupted(error, "switching the key on");
  }
  log("info", "key restored", { run: run.id, account: account.id, user: key.userName });
  const rules = rulesFor(account, task.policy, run.mode);
  const { until, deactivation } = decision;
  const noticeId = `restored-${deactivation.count}-${until}`;
  const restored = { key, history, until, reason: restore.reason, noticeId };
  const notices = await tellOfRestore(restored, {
    account,
    member,
    ledger: task.ledger,
    post: task.postFor(rules),
    rules,
    today: run.day,
  });
  const { id, name } = account;
  const { userName, accessKeyId } = key;
  return { run, account: { id, name }, userName, key: maskedKeyId(accessKeyId), until, notices };
}

type Meant = Extract<RestoreDecision, { verdict: "restore" }>;

interface Judged {
  readonly member: MemberAccount;
  readonly key: AccessKey;
  readonly history: KeyHistory;
  readonly decision: Meant;
}

async function judge({ event, ledger, assumeRole }: RestoreTask): Promise<Judged> {
  const { run, restore } = event;
  const history = await historyOf(restore.accessKeyId, ledger);
  const known = history.key;
  if (known === undefined) throw refusal("Curfew has not switched this key off");
  let member: MemberAccount;
  let key: Awaited<ReturnType<typeof readAgain>>;
  try {
    member = await assumeRole("restore");
    key = await readAgain(member, { ...known, accessKeyId: restore.accessKeyId });
  } catch (error) {
    throw asInterrupted(error, "reading the key");
  }
  const decision = evaluateRestore({ key, history, run, days: restore.days });
  if (decision.verdict === "refused") throw refusal(decision.reason);
  if (key === undefined) throw refusal("there is no such key any more");
  return { member, key, history, decision };
}

async function historyOf(accessKeyId: string, ledger: Ledger): Promise<KeyHistory> {
  let histories: Awaited<ReturnType<Ledger["histories"]>>;
  try {
    histories = await ledger.histories();
  } catch (error) {
    throw asInterrupted(error, "reading the ledger");
  }
  const history = histories.get(accessKeyId);
  if (history === undefined) throw refusal("Curfew knows no such key in this account");
  if ("unreadable" in history) throw refusal(`its entry in the ledger cannot be read: ${history.unreadable}`);
  return history;
}

async function switchOn(
  key: Judged["key"],
  { until, deactivation }: Meant,
  member: MemberAccount,
  { event, ledger }: RestoreTask,
): Promise<void> {
  const { reason } = event.restore;
  const record = (state: "intended" | "done") =>
    ledger.recordRestore(key, { state, until, reason }, deactivation);
  if ((await record("intended")) === "held") throw refusal("it has been switched off again just now");
  if (key.status !== "Active") await member.activate(key.userName, key.accessKeyId);
  const readBack = await readAgain(member, key);
  if (readBack?.status !== "Active")
    throw new Interrupted(`after it was switched on it was read back as ${readBack?.status ?? "gone"}`);
  await record("done");
}

function refusal(why: string): InvalidInput {
  return new InvalidInput("run input", [`restore: ${why}`]);
}
