import pMap from "p-map";
import { isTransient } from "../aws/aws-errors.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import type { Day } from "../domain/calendar-day.ts";
import { type InventoryMemory, type RememberedUser, remember } from "../domain/inventory-memory.ts";
import { type InventoryPlan, type PlanFacts, planByListing, planByReport } from "../domain/inventory-plan.ts";
import { needsUserFacts } from "../domain/key-facts.ts";
import { emptyHistory } from "../domain/key-history.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { CredentialReport, ReportedUser } from "../domain/reported-user.ts";
import type { Tag } from "../domain/user-facts.ts";
import { describeError, log } from "../runtime/log.ts";

/** A user who owns keys. Tags are read only where a decision rests on them. */
export interface InventoriedUser {
  readonly userName: string;
  readonly keys: readonly AccessKey[];
  /** Whether the keys were listed just now, or are remembered and vouched for by a report that is hours old. */
  readonly keysFrom: "listing" | "memory";
  readonly tags: readonly Tag[] | "notNeeded" | "unreadable";
  /** The user's row in the credential report, where there is one. */
  readonly reported?: ReportedUser | undefined;
}

/** Something about one user that went wrong; the others go on. */
export interface Problem {
  readonly userName: string;
  readonly problem: string;
  /** Whether the same may go better in a minute. */
  readonly transient: boolean;
}

/** Every user and key of one account. */
export interface Inventory {
  readonly userCount: number;
  readonly users: readonly InventoriedUser[];
  readonly problems: readonly Problem[];
  /** What the next run may start from. */
  readonly memory: InventoryMemory;
  /** Whether the account's root user has an active access key; unknown without a report. */
  readonly rootHasActiveKey: boolean | undefined;
}

/** What the inventory needs to know to leave out calls that no decision rests on. */
export interface InventoryTask extends PlanFacts {
  readonly account: MemberAccount;
  readonly accountId: string;
  readonly rules: AccountRules;
  readonly today: Day;
  /** Whether there is still time for another user. */
  hasTime(): boolean;
}

/**
 * IAM throttles an account's calls together with everything else in it, and its rates are unpublished;
 * AWS support advises low concurrency inside one account.
 */
const concurrentUsers = 5;

/**
 * Finds every user and every key of one account with as few calls as it takes: what the credential report
 * vouches for is remembered, the rest is listed. A user who cannot be read becomes a problem and stops nobody
 * else; a user deleted since the listing has simply no keys.
 * @throws whatever ListUsers throws: without report and list of users nothing can be judged
 */
export async function takeInventory(task: InventoryTask): Promise<Inventory> {
  const report = await task.account.credentialReport();
  const plan = await planOf(report, task);
  const reports = "unavailable" in report ? undefined : report;
  const toList = new Set(plan.toList);
  const problems: Problem[] = [];
  const memory = new Map<string, RememberedUser>();
  const visited = plan.userNames.filter((userName) => toList.has(userName) || plan.known.has(userName));
  const read = await pMap(
    visited,
    async (userName) => {
      const remembered = task.memory.get(userName);
      if (remembered !== undefined) memory.set(userName, remembered);
      const reported = reports?.users.get(userName);
      try {
        if (!toList.has(userName)) return await readKnownUser(userName, plan, reported, task, problems);
        if (!task.hasTime()) {
          problems.push({ userName, problem: noTime, transient: true });
          return undefined;
        }
        memory.delete(userName);
        const keys = await task.account.accessKeys(userName);
        if (keys === undefined) return undefined;
        memory.set(userName, remember(keys, reported, task.run));
        return await withTags({ userName, keys, keysFrom: "listing", reported }, task, problems);
      } catch (error) {
        problems.push({ userName, problem: describeError(error), transient: isTransient(error) });
        return undefined;
      }
    },
    { concurrency: concurrentUsers },
  );
  const users = read.filter((user) => user !== undefined);
  const rootHasActiveKey = reports?.rootHasActiveKey;
  return { userCount: plan.userNames.length, users, problems, memory, rootHasActiveKey };
}

const noTime = "the worker's time was over before this user was read";

async function planOf(
  report: CredentialReport | { readonly unavailable: string },
  task: InventoryTask,
): Promise<InventoryPlan> {
  if (!("unavailable" in report)) return planByReport(report, task);
  const { account, accountId, run } = task;
  const { unavailable: reason } = report;
  log("warn", "everyone is listed, for want of a credential report", { run, account: accountId, reason });
  return planByListing(await account.userNames(), task);
}

function readKnownUser(
  userName: string,
  plan: InventoryPlan,
  reported: ReportedUser | undefined,
  task: InventoryTask,
  problems: Problem[],
): Promise<InventoriedUser | undefined> {
  const keys = plan.known.get(userName) ?? [];
  return withTags({ userName, keys, keysFrom: "memory", reported }, task, problems);
}

async function withTags(
  user: Omit<InventoriedUser, "tags">,
  { account, histories, rules, today }: InventoryTask,
  problems: Problem[],
): Promise<InventoriedUser | undefined> {
  const { userName, keys } = user;
  if (keys.length === 0) return undefined;
  const needsTags = keys.some((key) => {
    const history = histories.get(key.accessKeyId) ?? emptyHistory;
    return !("unreadable" in history) && needsUserFacts(key, history, rules, today);
  });
  if (!needsTags) return { ...user, tags: "notNeeded" };
  try {
    const tags = await account.tags(userName);
    return tags === undefined ? undefined : { ...user, tags };
  } catch (error) {
    problems.push({ userName, problem: `tags: ${describeError(error)}`, transient: isTransient(error) });
    return { ...user, tags: "unreadable" };
  }
}
