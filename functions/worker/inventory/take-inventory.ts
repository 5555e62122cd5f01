import pMap from "p-map";
import type { ReadAccount } from "../../aws/member-account.ts";
import { type RememberedAccount, type RememberedUser, remember } from "../../domain/inventory-memory.ts";
import { type InventoryPlan, planByListing, planByReport } from "../../domain/inventory-plan.ts";
import type { CredentialReport } from "../../domain/reported-user.ts";
import { type Problem, problemOf } from "../problem.ts";
import type { AskedForReport } from "./ask-for-report.ts";
import { type InventoriedUser, type ReadTask, withTags } from "./read-user.ts";

/** Every user and key of one account. */
export interface Inventory {
  readonly userCount: number;
  /** Users who own keys. */
  readonly users: readonly InventoriedUser[];
  readonly problems: readonly Problem[];
  /** What the next run starts from. */
  readonly remembered: RememberedAccount;
  /** Whether the account's root user has an active access key; `undefined` without a report. */
  readonly rootHasActiveKey: boolean | undefined;
}

/** What taking the inventory needs. */
export interface InventoryTask extends Omit<ReadTask, "problems"> {
  readonly member: Pick<ReadAccount, "accessKeys" | "tags" | "userNames">;
  readonly asked: AskedForReport;
  readonly remembered: RememberedAccount;
  /** The calendar day on which the run started. */
  readonly startedOn: string;
  /** Whether there is still time for another user. */
  hasTime(): boolean;
}

/**
 * IAM throttles the calls of an account together with everybody else's calls there, at rates that it does not publish.
 * AWS Support advises few calls at once in one account.
 */
export const concurrentUsers = 5;

/** Why a user was not read. */
export const noTimeLeft = "not evaluated: the Lambda timeout was near";

/**
 * Finds every user and key of one account with as few calls as possible: what the credential report confirms is
 * remembered, the rest is listed. A user who cannot be read becomes a problem and stops nobody else; a user who was
 * deleted since the listing has no keys.
 * @throws what ListUsers throws: without report and list of users nothing can be evaluated
 */
export async function takeInventory(task: InventoryTask): Promise<Inventory> {
  const { report, reportRefusedOn } = task.asked;
  const plan = await planOf(report, task);
  const toList = new Set(plan.toList);
  const problems: Problem[] = [];
  const memory = new Map<string, RememberedUser>();
  const visited = plan.userNames.filter((userName) => toList.has(userName) || plan.known.has(userName));
  const read = await pMap(
    visited,
    async (userName) => {
      const remembered = task.remembered.users.get(userName);
      if (remembered !== undefined) memory.set(userName, remembered);
      try {
        const visit = { userName, remembered, reported: report?.users.get(userName) };
        const user = await visitUser(visit, plan, { ...task, problems });
        if (user === undefined) memory.delete(userName);
        else if (user !== "noTime") memory.set(userName, user.remembered);
        return user === "noTime" ? undefined : user?.inventoried;
      } catch (error) {
        problems.push(problemOf(userName, "access keys", error));
        return undefined;
      }
    },
    { concurrency: concurrentUsers },
  );
  return {
    userCount: plan.userNames.length,
    users: read.filter((user) => user !== undefined),
    problems,
    remembered: { users: memory, reportRefusedOn },
    rootHasActiveKey: report?.rootHasActiveKey,
  };
}

interface Visit extends Pick<InventoriedUser, "userName" | "reported"> {
  readonly remembered: RememberedUser | undefined;
}

interface VisitedUser {
  readonly remembered: RememberedUser;
  /** Absent for a user without keys. */
  readonly inventoried: InventoriedUser | undefined;
}

/** Lists one user or uses the remembered keys; `undefined` if the user is deleted. */
async function visitUser(
  { userName, remembered, reported }: Visit,
  plan: InventoryPlan,
  task: InventoryTask & ReadTask,
): Promise<VisitedUser | "noTime" | undefined> {
  const known = plan.known.get(userName);
  // Only reading takes time, and how much a remembered user needs is not known yet.
  if (!task.hasTime()) {
    task.problems.push({ userName, problem: noTimeLeft, transient: true });
    return "noTime";
  }
  const listed = known ?? (await task.member.accessKeys(userName));
  if (listed === undefined) return undefined;
  const base = known === undefined ? remember(listed, reported, task.run.id) : remembered;
  if (base === undefined) return undefined;
  const user = { userName, keys: listed, listedBy: base.run, reported };
  const inventoried = await withTags(user, remembered?.tags, task);
  if (inventoried === undefined && listed.length > 0) return undefined;
  return { remembered: withRememberedTags(base, inventoried, remembered), inventoried };
}

/** What to remember of a user after the tags were read, or were not needed. */
function withRememberedTags(
  base: RememberedUser,
  user: InventoriedUser | undefined,
  before: RememberedUser | undefined,
): RememberedUser {
  const tags = typeof user?.tags === "object" ? user.tags : undefined;
  if (base === before && tags === before.tags) return before;
  const { tags: _old, ...rest } = base;
  return tags === undefined ? rest : { ...rest, tags };
}

async function planOf(report: CredentialReport | undefined, task: InventoryTask): Promise<InventoryPlan> {
  const { histories, run, startedOn, remembered } = task;
  const facts = { histories, run: run.id, startedOn, memory: remembered.users };
  return report === undefined
    ? planByListing(await task.member.userNames(), facts)
    : planByReport(report, facts);
}
