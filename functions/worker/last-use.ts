import type { MemberAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import type { LastUsed } from "../domain/notice-mail.ts";
import { log } from "../runtime/log.ts";

/** A last use that cannot be read is "unknown" in the mail, never "not used": a peer deleted live keys over it. */
export async function lastUse(
  { accessKeyId, userName }: AccessKey,
  accountId: string,
  member: MemberAccount,
): Promise<LastUsed> {
  try {
    return await member.lastUsed(accessKeyId);
  } catch (error) {
    log("warn", "the last use of a key could not be read", { account: accountId, user: userName }, error);
    return { state: "unknown" };
  }
}
