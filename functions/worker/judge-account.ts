import pMap from "p-map";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import { type Day, dayOf } from "../domain/calendar-day.ts";
import { type InventoryMemory, remember } from "../domain/inventory-memory.ts";
import type { AccountRules } from "../domain/policy.ts";
import { describeError, log } from "../runtime/log.ts";
import { decide, type JudgedKey } from "./decide.ts";
import { type InventoriedUser, type Inventory, type Problem, takeInventory } from "./take-inventory.ts";

/** Where it is kept what earlier runs listed in the account. */
export interface InventoryStore {
  /** Empty where nothing is kept. */
  load(): Promise<InventoryMemory>;
  save(memory: InventoryMemory): Promise<void>;
}

/** What judging an account takes. */
export interface JudgeTask {
  readonly accountId: string;
  readonly member: MemberAccount;
  readonly histories: Awaited<ReturnType<Ledger["histories"]>>;
  readonly store: InventoryStore;
  readonly rules: AccountRules;
  readonly run: { readonly id: string; readonly startedAt: string; readonly day: Day };
  hasTime(): boolean;
}

/** Every key of an account with its decision, and what could not be judged. */
export interface JudgedAccount {
  readonly inventory: Inventory;
  readonly judged: readonly JudgedKey[];
  readonly problems: readonly Problem[];
}

/**
 * Judges every key of an account. What was listed is kept at once, before anything is done: a worker that is
 * stopped halfway is then gone on with, not begun again.
 */
export async function judgeAccount(task: JudgeTask): Promise<JudgedAccount> {
  const { accountId, member, histories, rules, run, store, hasTime } = task;
  const memory = await loaded(task);
  const inventory = await takeInventory({
    account: member,
    accountId,
    histories,
    rules,
    today: run.day,
    run: run.id,
    startedOn: dayOf(new Date(run.startedAt)),
    memory,
    hasTime,
  });
  const first = decide(inventory, histories, rules, run.day);
  const refreshed = rules.mode === "report" ? inventory : await refresh(inventory, first.judged, task);
  if (hasChanged(memory, refreshed.memory)) await saved(refreshed.memory, store, task);
  const { judged, problems } = refreshed === inventory ? first : decide(refreshed, histories, rules, run.day);
  return { inventory: refreshed, judged, problems: [...refreshed.problems, ...problems] };
}

/**
 * Lists again the remembered users whom a notice is due to: what is remembered may be hours old, and nobody
 * is to be warned of a key that is gone. A key to be deactivated is read again right before that anyway.
 */
async function refresh(
  inventory: Inventory,
  judged: readonly JudgedKey[],
  { member, run }: JudgeTask,
): Promise<Inventory> {
  const stale = new Set(
    judged
      .filter(({ decision, isRemembered }) => isRemembered && decision.notice !== undefined)
      .filter(({ decision, key }) => decision.verdict !== "deactivate" && key.status === "Active")
      .map(({ key }) => key.userName),
  );
  if (stale.size === 0) return inventory;
  const problems = [...inventory.problems];
  const memory = new Map(inventory.memory);
  const users = await pMap(
    inventory.users,
    async (user): Promise<InventoriedUser[]> => {
      if (!stale.has(user.userName)) return [user];
      try {
        const keys = (await member.accessKeys(user.userName)) ?? [];
        memory.set(user.userName, remember(keys, user.reported, run.id));
        return [{ ...user, keys, keysFrom: "listing" }];
      } catch (error) {
        const { userName } = user;
        problems.push({ userName, problem: describeError(error), transient: isTransient(error) });
        return [];
      }
    },
    { concurrency: 5 },
  );
  return { ...inventory, users: users.flat(), problems, memory };
}

/** What is kept only saves calls: where it cannot be read, everyone is listed. */
async function loaded({ store, accountId, run }: JudgeTask): Promise<InventoryMemory> {
  try {
    return await store.load();
  } catch (error) {
    if (isTransient(error)) throw error;
    log("warn", "what was listed before cannot be read", { run: run.id, account: accountId }, error);
    return new Map();
  }
}

async function saved(memory: InventoryMemory, store: InventoryStore, { accountId, run }: JudgeTask) {
  try {
    await store.save(memory);
  } catch (error) {
    log("warn", "what was listed cannot be kept", { run: run.id, account: accountId }, error);
  }
}

function hasChanged(before: InventoryMemory, after: InventoryMemory): boolean {
  return before.size !== after.size || [...after].some(([userName, user]) => before.get(userName) !== user);
}
