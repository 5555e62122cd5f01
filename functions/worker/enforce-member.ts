import type { AccountResult } from "../../statemachine/account-result.ts";
import type { EnforceAccountEvent } from "../../statemachine/contract.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { Post } from "../notices/send-notices.ts";
import { AccountUnreached, Interrupted, NoticesInFlight } from "../runtime/errors.ts";
import { act, wouldAct } from "./act.ts";
import type { Deactivated } from "./deactivate-key.ts";
import { doneEarlier, withDoneEarlier } from "./done-earlier.ts";
import { type InventoryStore, judgeAccount } from "./judge-account.ts";
import type { InventoriedUser } from "./read-user.ts";
import { switchOffDueKeys } from "./switch-off-due-keys.ts";

/** What enforcing the rules in an account takes, beside the account. */
export interface MemberTask {
  readonly event: EnforceAccountEvent;
  readonly ledger: Ledger;
  readonly inventory: InventoryStore;
  postFor(rules: AccountRules): Post;
  /** Whether there is still time before Lambda ends the worker. */
  hasTime(): boolean;
}

/** What came of one attempt at an account; a failure is what the worker throws once the result is saved. */
export interface Attempt {
  readonly result: AccountResult;
  readonly failure?: Error;
}

/**
 * Enforces the rules in an account whose role was assumed, as far as it goes: what fails for one user or key
 * is in the result and stops no other.
 * @throws where the ledger, or the list of users, cannot be read
 */
export async function enforceMember(
  member: MemberAccount,
  rules: AccountRules,
  task: MemberTask,
): Promise<Attempt> {
  const { run, account } = task.event;
  const histories = await task.ledger.histories();
  const { hasTime, ledger, inventory: store } = task;
  const acting = { account, member, ledger, post: task.postFor(rules), rules, today: run.day };
  const switchedOff = new Map<string, Deactivated>();
  const facts = { histories, rules, today: run.day };
  const switchOffListed = (user: InventoriedUser) => switchOffDueKeys(user, facts, acting, switchedOff);
  const judgement = await judgeAccount({
    accountId: account.id,
    member,
    histories,
    store,
    rules,
    run,
    hasTime,
    ...(rules.mode === "report" ? {} : { switchOffListed }),
  });
  const { inventory, judged, problems: unjudged } = judgement;
  const acted = rules.mode === "report" ? wouldAct(judged) : await act(judged, switchedOff, acting);
  const problems = [...unjudged, ...acted.problems];
  const judgedNow = acted.results.map((result, index) => {
    const key = judged[index];
    return key === undefined ? result : withDoneEarlier(result, key, run.id);
  });
  const judgedIds = new Set(judged.map(({ key }) => key.accessKeyId));
  const keys = inventory.users.flatMap((user) => user.keys);
  const result: AccountResult = {
    ...task.event,
    mode: rules.mode,
    outcome: problems.length === 0 ? "enforced" : "incomplete",
    ...(problems[0] === undefined ? {} : { reason: incompleteReason(problems.length, problems[0]) }),
    users: inventory.userCount,
    keys: keys.length,
    activeKeys: keys.filter((key) => key.status === "Active").length,
    ...(inventory.rootHasActiveKey === undefined ? {} : { rootHasActiveKey: inventory.rootHasActiveKey }),
    results: [
      ...judgedNow.filter(
        ({ decision, deactivation, notices }) =>
          decision.verdict !== "notActive" || deactivation !== undefined || notices.length > 0,
      ),
      ...doneEarlier(histories, run, judgedIds),
    ],
    problems: problems.map(({ userName, problem }) => ({ userName, problem })),
  };
  return { result, ...failureOf(result, problems) };
}

function failureOf(result: AccountResult, problems: readonly { transient: boolean }[]): { failure?: Error } {
  const reason = `${result.account.id}: ${result.reason ?? ""}`;
  if (problems.some(({ transient }) => transient)) return { failure: new Interrupted(reason) };
  if (result.results.some(({ notices }) => notices.some(({ outcome }) => outcome === "inFlight")))
    return { failure: new NoticesInFlight(`${result.account.id}: notices are claimed by another worker`) };
  return problems.length > 0 ? { failure: new AccountUnreached(reason) } : {};
}

function incompleteReason(
  count: number,
  { userName, problem }: { userName: string; problem: string },
): string {
  const first = userName === "" ? problem : `${userName}: ${problem}`;
  return count === 1 ? first : `${count} problems, the first: ${first}`;
}
