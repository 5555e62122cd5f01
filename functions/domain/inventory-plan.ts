import type { AccessKey } from "./access-key.ts";
import { type InventoryMemory, stillHolds } from "./inventory-memory.ts";
import type { CredentialReport } from "./reported-user.ts";

/** Which users to list, and which keys are known without. */
export interface InventoryPlan {
  /** Every user of the account. */
  readonly userNames: readonly string[];
  readonly toList: readonly string[];
  readonly known: ReadonlyMap<string, readonly AccessKey[]>;
}

/**
 * Plans the inventory by the credential report. A user without keys is not listed; one whose row has not
 * changed since the keys were listed is not listed again. No due key can be missed that way: a key becomes
 * due by its age, which is known from when it was listed; whatever else happens to a key changes its user's
 * row, at the latest in the report of the next day; and a key that no report shows yet is hours old.
 * @param unfinished users about whose keys the ledger has unfinished business, which no report shows
 */
export function planByReport(
  { users }: CredentialReport,
  memory: InventoryMemory,
  unfinished: ReadonlySet<string>,
  run: string,
): InventoryPlan {
  const toList: string[] = [];
  const known = new Map<string, readonly AccessKey[]>();
  for (const [userName, reported] of users) {
    const remembered = memory.get(userName);
    if (remembered !== undefined && stillHolds(remembered, reported, run))
      known.set(userName, remembered.keys);
    else if (reported.keys.length > 0 || reported.hasMore || unfinished.has(userName)) toList.push(userName);
  }
  return { userNames: [...users.keys()], toList, known };
}

/** Plans the inventory without a report: everyone is listed, except whom this run has listed before. */
export function planByListing(
  userNames: readonly string[],
  memory: InventoryMemory,
  run: string,
): InventoryPlan {
  const known = new Map<string, readonly AccessKey[]>();
  for (const userName of userNames) {
    const remembered = memory.get(userName);
    if (remembered !== undefined && stillHolds(remembered, undefined, run))
      known.set(userName, remembered.keys);
  }
  return { userNames, toList: userNames.filter((userName) => !known.has(userName)), known };
}
