import pMap from "p-map";
import { isTransient } from "../aws/aws-errors.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import type { Day } from "../domain/calendar-day.ts";
import { needsUserFacts } from "../domain/key-facts.ts";
import { emptyHistory, type KeyHistory } from "../domain/key-history.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { Tag } from "../domain/user-facts.ts";
import { describeError } from "../runtime/log.ts";

/** A user who owns keys. Tags are read only where a decision rests on them. */
export interface InventoriedUser {
  readonly userName: string;
  readonly keys: readonly AccessKey[];
  readonly tags: readonly Tag[] | "notNeeded" | "unreadable";
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
}

/** What the inventory needs to know to leave out calls that no decision rests on. */
export interface InventoryTask {
  readonly account: MemberAccount;
  readonly histories: ReadonlyMap<string, KeyHistory | { readonly unreadable: string }>;
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
 * Reads every user and every key of one account, page by page. A user who cannot be read becomes a problem
 * and stops nobody else; a user deleted since the listing has simply no keys.
 * @throws whatever ListUsers throws: without the list of users nothing can be judged
 */
export async function takeInventory(task: InventoryTask): Promise<Inventory> {
  const userNames = await task.account.userNames();
  const problems: Problem[] = [];
  const read = await pMap(
    userNames,
    async (userName) => {
      if (!task.hasTime()) {
        problems.push({
          userName,
          problem: "the worker's time was over before this user was read",
          transient: true,
        });
        return undefined;
      }
      try {
        return await readUser(userName, task, problems);
      } catch (error) {
        problems.push({ userName, problem: describeError(error), transient: isTransient(error) });
        return undefined;
      }
    },
    { concurrency: concurrentUsers },
  );
  return { userCount: userNames.length, users: read.filter((user) => user !== undefined), problems };
}

async function readUser(
  userName: string,
  task: InventoryTask,
  problems: Problem[],
): Promise<InventoriedUser | undefined> {
  const { account, histories, rules, today } = task;
  const keys = await account.accessKeys(userName);
  if (keys === undefined || keys.length === 0) return undefined;
  const needsTags = keys.some((key) => {
    const history = histories.get(key.accessKeyId) ?? emptyHistory;
    return !("unreadable" in history) && needsUserFacts(key, history, rules, today);
  });
  if (!needsTags) return { userName, keys, tags: "notNeeded" };
  try {
    const tags = await account.tags(userName);
    return tags === undefined ? undefined : { userName, keys, tags };
  } catch (error) {
    problems.push({ userName, problem: `tags: ${describeError(error)}`, transient: isTransient(error) });
    return { userName, keys, tags: "unreadable" };
  }
}
