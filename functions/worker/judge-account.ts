import pMap from "p-map";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import { type Day, dayOf } from "../domain/calendar-day.ts";
import { type RememberedAccount, remember, unknownAccount } from "../domain/inventory-memory.ts";
import type { AccountRules } from "../domain/policy.ts";
import { describeError, log } from "../runtime/log.ts";
import { decide, type JudgedKey } from "./decide.ts";
import type { InventoriedUser, Problem, ReadTask } from "./read-user.ts";
import { type Inventory, takeInventory } from "./take-inventory.ts";

/** Where it is kept what earlier runs listed in the account. */
export interface InventoryStore {
  /** `unknownAccount` where nothing is kept. */
  load(): Promise<RememberedAccount>;
  save(remembered: RememberedAccount): Promise<void>;
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
  readonly switchOffListed?: ReadTask["switchOffListed"];
}

/** Every key of an account with its decision, and what could not be judged. */
export interface JudgedAccount {
  readonly inventory: Inventory;
  readonly judged: readonly JudgedKey[];
  readonly problems: readonly Problem[];
}

/**
 * Judges every key of an account. What was listed is kept at once, before anybody is told: a worker that is
 * stopped halfway is then gone on with, not begun again.
 */
export async function judgeAccount(task: JudgeTask): Promise<JudgedAccount> {
  const { accountId, member, histories, rules, run, store, hasTime, switchOffListed } = task;
  const remembered = await loaded(task);
  const facts = { histories, rules, today: run.day };
  const inventory = await takeInventory({
    account: member,
    accountId,
    ...facts,
    run: run.id,
    startedOn: dayOf(new Date(run.startedAt)),
    remembered,
    hasTime,
    switchOffListed,
  });
  const first = decide(inventory, facts);
  const refreshed = rules.mode === "report" ? inventory : await refresh(inventory, first.judged, task);
  if (hasChanged(remembered, refreshed.remembered)) await saved(refreshed.remembered, store, task);
  const { judged, problems } = refreshed === inventory ? first : decide(refreshed, facts);
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
  const memory = new Map(inventory.remembered.users);
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
  const remembered = { ...inventory.remembered, users: memory };
  return { ...inventory, users: users.flat(), problems, remembered };
}

/** What is kept only saves calls: where it cannot be read, everyone is listed. */
async function loaded({ store, accountId, run }: JudgeTask): Promise<RememberedAccount> {
  try {
    return await store.load();
  } catch (error) {
    if (isTransient(error)) throw error;
    log("warn", "what was listed before cannot be read", { run: run.id, account: accountId }, error);
    return unknownAccount;
  }
}

async function saved(remembered: RememberedAccount, store: InventoryStore, { accountId, run }: JudgeTask) {
  try {
    await store.save(remembered);
  } catch (error) {
    log("warn", "what was listed cannot be kept", { run: run.id, account: accountId }, error);
  }
}

function hasChanged(before: RememberedAccount, after: RememberedAccount): boolean {
  return (
    before.reportRefusedOn !== after.reportRefusedOn ||
    before.users.size !== after.users.size ||
    [...after.users].some(([userName, user]) => before.users.get(userName) !== user)
  );
}
