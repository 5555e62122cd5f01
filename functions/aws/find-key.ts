import type { AccessKey } from "../domain/access-key.ts";
import type { LedgerKey } from "./ledger.ts";
import type { DeactivateAccount } from "./member-account.ts";

/** A key's current state, with the other key of its user if there is one. */
export interface FoundKey {
  /** `userName` is the name that the user has now. */
  readonly key: AccessKey;
  readonly otherKey: AccessKey | undefined;
}

/**
 * Reads a key's current state; `undefined` if it is deleted. If its user no longer has it, or no longer exists, the
 * user may have been renamed: GetAccessKeyLastUsed returns the current name. A key with another day of creation is
 * another key.
 * @throws IAM's error
 */
export async function findKey(
  account: Pick<DeactivateAccount, "accessKeys" | "userNameOf">,
  { accessKeyId, userName, createdOn }: LedgerKey,
): Promise<FoundKey | undefined> {
  const listed = await account.accessKeys(userName);
  const found = pick(listed, accessKeyId, createdOn);
  if (found !== undefined) return found;
  const currentName = await account.userNameOf(accessKeyId);
  if (currentName === undefined || currentName === userName) return undefined;
  return pick(await account.accessKeys(currentName), accessKeyId, createdOn);
}

function pick(
  keys: readonly AccessKey[] | undefined,
  accessKeyId: string,
  createdOn: string,
): FoundKey | undefined {
  const key = keys?.find((other) => other.accessKeyId === accessKeyId && other.createdOn === createdOn);
  return key && { key, otherKey: keys?.find((other) => other !== key) };
}
