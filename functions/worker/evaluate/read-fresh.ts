import pMap from "p-map";
import type { ReadAccount } from "../../aws/member-account.ts";
import { type RememberedUser, remember } from "../../domain/inventory-memory.ts";
import { type InventoriedUser, type InventoryRun, withFreshTags } from "../inventory/read-user.ts";
import { concurrentUsers, type Inventory } from "../inventory/take-inventory.ts";
import { problemOf } from "../problem.ts";
import { type Evaluated, type EvaluatedKey, type EvaluateFacts, evaluateKeys } from "./evaluate-keys.ts";

/** What reading users again needs. */
export interface ReadFreshTask extends EvaluateFacts {
  readonly member: Pick<ReadAccount, "accessKeys" | "tags">;
  readonly run: EvaluateFacts["run"] & InventoryRun;
}

/** An inventory with its decisions. Every action in it is based on facts of this run. */
export interface FreshInventory extends Evaluated {
  readonly inventory: Inventory;
}

/**
 * Evaluates every key. Notices, revocations and deactivations must depend only on what was read in this run: if
 * remembered tags or keys lead to one, that user is read again and evaluated again.
 */
export async function evaluateFresh(inventory: Inventory, task: ReadFreshTask): Promise<FreshInventory> {
  const first = evaluateKeys(inventory.users, task);
  const stale = new Set(
    first.keys.filter((key) => isAction(key) && isFromEarlier(key.user, task.run.id)).map(({ user }) => user),
  );
  if (stale.size === 0) return { ...first, inventory };
  const problems = [...inventory.problems];
  const memory = new Map(inventory.remembered.users);
  const users = await pMap(
    inventory.users,
    async (user): Promise<InventoriedUser[]> => {
      if (!stale.has(user)) return [user];
      const { userName } = user;
      const before = memory.get(userName);
      try {
        const again = await readAgain(user, before, { ...task, problems });
        if (again === undefined) memory.delete(userName);
        else memory.set(userName, again.remembered);
        return again === undefined ? [] : [again.user];
      } catch (error) {
        problems.push(problemOf(userName, "access keys", error));
        return [];
      }
    },
    { concurrency: concurrentUsers },
  );
  const fresh: Inventory = {
    ...inventory,
    users: users.flat(),
    problems,
    remembered: { ...inventory.remembered, users: memory },
  };
  return { ...evaluateKeys(fresh.users, task), inventory: fresh };
}

function isAction({ decision }: EvaluatedKey): boolean {
  const { notice, revoke, state } = decision;
  return notice !== undefined || revoke !== undefined || state === "deactivate";
}

function isFromEarlier(user: InventoriedUser, runId: string): boolean {
  return areKeysFromEarlier(user, runId) || areTagsFromEarlier(user, runId);
}

function areKeysFromEarlier({ listedBy }: InventoriedUser, runId: string): boolean {
  return listedBy !== runId;
}

function areTagsFromEarlier({ tags }: InventoriedUser, runId: string): boolean {
  return typeof tags === "object" && tags.run !== runId;
}

/** Reads the facts of a user that are from an earlier run; `undefined` if the user is deleted or has no keys. */
async function readAgain(
  user: InventoriedUser,
  before: RememberedUser | undefined,
  task: Parameters<typeof withFreshTags>[1] & ReadFreshTask,
): Promise<{ user: InventoriedUser; remembered: RememberedUser } | undefined> {
  const { member, run } = task;
  const isListed = areKeysFromEarlier(user, run.id);
  const keys = isListed ? await member.accessKeys(user.userName) : user.keys;
  if (keys === undefined || keys.length === 0) return undefined;
  const listed: InventoriedUser = isListed ? { ...user, keys, listedBy: run.id } : user;
  const again = areTagsFromEarlier(user, run.id) ? await withFreshTags(listed, task) : listed;
  if (again === undefined) return undefined;
  const base = isListed || before === undefined ? remember(keys, user.reported, run.id) : before;
  const { tags: _old, ...rest } = base;
  const remembered = typeof again.tags === "object" ? { ...rest, tags: again.tags } : rest;
  return { user: again, remembered };
}
