import type { ReadAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import type { LastUsed } from "../domain/last-used.ts";
import { log } from "../runtime/log.ts";

/**
 * When a key was last used. If that cannot be read, the mail says "unknown", never "not used": another tool deleted
 * keys that were in use because of such a guess.
 */
export async function lastUse(
  { accessKeyId, userName }: Pick<AccessKey, "accessKeyId" | "userName">,
  accountId: string,
  member: Pick<ReadAccount, "lastUsed">,
): Promise<LastUsed> {
  try {
    return await member.lastUsed(accessKeyId);
  } catch (error) {
    log("warn", "the last use of a key could not be read", { account: accountId, user: userName }, error);
    return { state: "unknown" };
  }
}
