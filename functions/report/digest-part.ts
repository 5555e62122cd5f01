import type { AccountResult } from "../../statemachine/account-result.ts";
import type { AccountWithReason } from "../../statemachine/run-report.ts";
import type { Totals } from "../../statemachine/run-summary.ts";
import { maskedKeyId } from "../domain/access-key.ts";
import type { Account } from "../domain/account.ts";
import type { TimelineStep } from "../domain/timeline.ts";
import { type Digest, type DigestKey, type DigestKeyList, digestKeyLists } from "../notices/digest.ts";
import { type AddressRules, deliveryWatch } from "./delivery-watch.ts";
import { holdCounter } from "./hold-groups.ts";
import { longOverdueDays, orderOf, type ReportedKey, restartsOf } from "./reported-key.ts";
import { addAccount, addKey, emptyTotals } from "./tally.ts";
import { TopList } from "./top-list.ts";

/** Nobody reads longer lists in a mail. The rest is in the report. */
const longestList = 50;

/**
 * The content of a digest without its links. There is one for the whole run, and one for each override with its own
 * recipients.
 */
export type DigestPart = Pick<
  Digest,
  | "totals"
  | "rootKeys"
  | "unreachable"
  | "partlyEvaluated"
  | "notOnboarded"
  | "undeliverable"
  | "onHold"
  | "keys"
>;

/** Gathers a digest while the results are read. Its size does not grow with the Organization. */
export function digestGatherer(day: string, totals: Totals = emptyTotals()) {
  const lists = new Map(digestKeyLists.map((name) => [name, new TopList<DigestKey>(longestList)]));
  const accountLists = {
    unreachable: new TopList<AccountWithReason>(longestList),
    partlyEvaluated: new TopList<AccountWithReason>(longestList),
    notOnboarded: new TopList<AccountWithReason>(longestList),
  };
  const rootKeys = new TopList<{ id: string; name: string }>(longestList);
  const deliveries = deliveryWatch(day);
  const holds = holdCounter();
  return {
    totals,
    holds,
    deliveries,
    addAccount(
      { id, name }: Account,
      result: AccountResult | undefined,
      reason: AccountWithReason["reason"],
    ) {
      addAccount(totals, result);
      const outcome = result?.outcome ?? "unreachable";
      if (outcome !== "evaluated" && outcome !== "skipped")
        accountLists[outcome].add(0, { id, name, reason });
      if (result?.rootHasActiveKey === true) rootKeys.add(0, { id, name });
    },
    addKey(key: ReportedKey, account: Account, steps: readonly TimelineStep[], rules: AddressRules): void {
      addKey(totals, key, steps);
      holds.add(key);
      deliveries.add(key, rules);
      for (const name of listsOf(key)) lists.get(name)?.add(orderOf(key), digestKey(key, account));
    },
    part(): DigestPart {
      const undeliverable = new TopList<Digest["undeliverable"]["rows"][number]>(longestList);
      for (const address of deliveries.undeliverable()) undeliverable.add(0, address);
      const listOf = (name: DigestKeyList) => lists.get(name)?.list() ?? { rows: [], more: 0 };
      return {
        totals,
        rootKeys: rootKeys.list(),
        unreachable: accountLists.unreachable.list(),
        partlyEvaluated: accountLists.partlyEvaluated.list(),
        notOnboarded: accountLists.notOnboarded.list(),
        undeliverable: undeliverable.list(),
        onHold: holds.groups(),
        keys: {
          awaitingApproval: listOf("awaitingApproval"),
          deactivationsFailed: listOf("deactivationsFailed"),
          nobodyReached: listOf("nobodyReached"),
          exemptionUnreadable: listOf("exemptionUnreadable"),
          noticesFailed: listOf("noticesFailed"),
          longOverdue: listOf("longOverdue"),
          deactivated: listOf("deactivated"),
          exempt: listOf("exempt"),
        },
      };
    },
  };
}
export type DigestGatherer = ReturnType<typeof digestGatherer>;

function listsOf(key: ReportedKey): DigestKeyList[] {
  const { decision, notices, planned, mode, overdueDays } = key;
  const wouldBe = mode === "report" && decision.state === "deactivate";
  const belongs: Readonly<Record<DigestKeyList, boolean>> = {
    awaitingApproval: key.isWaiting && planned?.fate === "awaitsApproval",
    deactivationsFailed: key.isFailed,
    nobodyReached: decision.reason.code === "nobodyReached",
    exemptionUnreadable: decision.reason.code === "exemptionUnreadable",
    noticesFailed: notices.some(({ outcome }) => outcome === "failed" || outcome === "inFlight"),
    longOverdue: overdueDays !== undefined && overdueDays > longOverdueDays,
    deactivated: key.isDeactivated || wouldBe,
    exempt: decision.state === "exempt",
  };
  return digestKeyLists.filter((name) => belongs[name]);
}

function digestKey(key: ReportedKey, account: Account): DigestKey {
  const { facts, decision, planned, notices, overdueDays } = key;
  const { id: accountId, name: accountName } = account;
  return {
    accountId,
    accountName,
    userName: facts.userName,
    key: maskedKeyId(facts.accessKeyId),
    age: decision.age,
    reason: decision.reason,
    overdueSince: overdueDays === undefined ? undefined : decision.overdueSince,
    restarts: restartsOf(key),
    why: planned?.result?.why,
    error: notices.find(({ outcome }) => outcome === "failed" || outcome === "inFlight")?.error,
  };
}
