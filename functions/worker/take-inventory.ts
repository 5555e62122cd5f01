import pMap from "p-map";
import { isTransient } from "../aws/aws-errors.ts";
import { type RememberedAccount, type RememberedUser, remember } from "../domain/inventory-memory.ts";
import { type InventoryPlan, type PlanFacts, planByListing, planByReport } from "../domain/inventory-plan.ts";
import type { CredentialReport } from "../domain/reported-user.ts";
import { describeError } from "../runtime/log.ts";
import { askForReport, type ReportTask } from "./ask-for-report.ts";
import {
  type InventoriedUser,
  listRememberedUser,
  listUser,
  type Problem,
  type ReadTask,
  withTags,
} from "./read-user.ts";

/** Every user and key of one account. */
export interface Inventory {
  readonly userCount: number;
  readonly users: readonly InventoriedUser[];
  readonly problems: readonly Problem[];
  /** What the next run may start from. */
  readonly remembered: RememberedAccount;
  /** Whether the account's root user has an active access key; unknown without a report. */
  readonly rootHasActiveKey: boolean | undefined;
}

/** What the inventory needs to know to leave out calls that no decision rests on. */
export interface InventoryTask extends ReportTask, Omit<PlanFacts, "memory">, Omit<ReadTask, "problems"> {
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
  const { report, reportRefusedOn } = await askForReport(task);
  const plan = await planOf(report, task);
  const toList = new Set(plan.toList);
  const problems: Problem[] = [];
  const reading = { ...task, problems };
  const memory = new Map<string, RememberedUser>();
  const visited = plan.userNames.filter((userName) => toList.has(userName) || plan.known.has(userName));
  const read = await pMap(
    visited,
    async (userName) => {
      const remembered = task.remembered.users.get(userName);
      if (remembered !== undefined) memory.set(userName, remembered);
      const reported = report?.users.get(userName);
      try {
        const keys = plan.known.get(userName);
        if (keys !== undefined)
          return await withTags({ userName, keys, keysFrom: "memory", reported }, reading);
        if (!task.hasTime()) {
          problems.push({ userName, problem: noTime, transient: true });
          return undefined;
        }
        memory.delete(userName);
        const listed =
          remembered !== undefined && report === undefined
            ? await listRememberedUser(userName, remembered.keys, reading)
            : await listUser(userName, reported, reading);
        if (listed === undefined) return undefined;
        memory.set(userName, remember(listed.keys, reported, task.run));
        return listed.user;
      } catch (error) {
        problems.push({ userName, problem: describeError(error), transient: isTransient(error) });
        return undefined;
      }
    },
    { concurrency: concurrentUsers },
  );
  const users = read.filter((user) => user !== undefined);
  const rootHasActiveKey = report?.rootHasActiveKey;
  const userCount = plan.userNames.length;
  return { userCount, users, problems, remembered: { users: memory, reportRefusedOn }, rootHasActiveKey };
}

const noTime = "the worker's time was over before this user was read";

async function planOf(report: CredentialReport | undefined, task: InventoryTask): Promise<InventoryPlan> {
  const facts = { ...task, memory: task.remembered.users };
  return report === undefined
    ? planByListing(await task.account.userNames(), facts)
    : planByReport(report, facts);
}
