import { isTransient } from "../../aws/aws-errors.ts";
import { type RememberedAccount, unknownAccount } from "../../domain/inventory-memory.ts";
import { log } from "../../runtime/log.ts";
import type { InventoryStore } from "./inventory-store.ts";

/** Where the inventory file of an account lies, and for which run it is read. */
export interface InventoryFileTask {
  readonly store: InventoryStore;
  readonly accountId: string;
  readonly runId: string;
}

/**
 * What earlier runs remembered. It only saves calls: if the file cannot be read, every user is listed.
 * @throws what S3 answers, if a retry may succeed
 */
export async function loadInventory({
  store,
  accountId,
  runId,
}: InventoryFileTask): Promise<RememberedAccount> {
  try {
    return await store.load();
  } catch (error) {
    if (isTransient(error)) throw error;
    log("warn", "the inventory file cannot be read", { run: runId, account: accountId }, error);
    return unknownAccount;
  }
}

/**
 * Saves what was read, if it changed. A run does nothing by tags that the next run would not know: that one could
 * decide by older tags for days.
 * @throws what S3 answers
 */
export async function saveInventory(
  before: RememberedAccount,
  after: RememberedAccount,
  { store }: Pick<InventoryFileTask, "store">,
): Promise<void> {
  if (hasChanged(before, after)) await store.save(after);
}

function hasChanged(before: RememberedAccount, after: RememberedAccount): boolean {
  return (
    before.reportRefusedOn !== after.reportRefusedOn ||
    before.users.size !== after.users.size ||
    [...after.users].some(([userName, user]) => before.users.get(userName) !== user)
  );
}
