import type { MemberAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";

/** The key as it is now; `undefined` where it is gone or is not the key that was judged. */
export async function readAgain(
  account: MemberAccount,
  { accessKeyId, userName, createdOn }: Pick<AccessKey, "accessKeyId" | "userName" | "createdOn">,
): Promise<AccessKey | undefined> {
  const keys = await account.accessKeys(userName);
  return keys?.find((other) => other.accessKeyId === accessKeyId && other.createdOn === createdOn);
}
