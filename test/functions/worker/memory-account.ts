import type { MemberAccount } from "../../../functions/aws/member-account.ts";
import type { AccessKey } from "../../../functions/domain/access-key.ts";
import type { LastUsed } from "../../../functions/domain/notice-mail.ts";
import type { Tag } from "../../../functions/domain/user-facts.ts";
import type { Around } from "./around.ts";

/** A user of a member account in memory. */
export interface MemoryUser {
  keys: AccessKey[];
  tags: Tag[];
}

/** The users of a member account, by name; changed by whoever acts on it. */
export type MemoryUsers = Map<string, MemoryUser>;

/** A member account in memory; every call goes through `around` under the name of the IAM operation. */
export function memoryAccount(
  users: MemoryUsers,
  around: Around,
  lastUsed: LastUsed = { state: "never" },
  report: (users: MemoryUsers) => Awaited<ReturnType<MemberAccount["credentialReport"]>> = noReport,
): MemberAccount {
  return {
    credentialReport: () => around("GetCredentialReport", () => report(users)),
    userNames: () => around("ListUsers", () => [...users.keys()]),
    accessKeys: (userName) =>
      around(`ListAccessKeys ${userName}`, () => users.get(userName)?.keys.map((key) => ({ ...key }))),
    tags: (userName) => around(`ListUserTags ${userName}`, () => users.get(userName)?.tags),
    lastUsed: (accessKeyId) => around(`GetAccessKeyLastUsed ${accessKeyId}`, () => lastUsed),
    deactivate: (userName, accessKeyId) =>
      around(`UpdateAccessKey ${userName} ${accessKeyId}`, () =>
        setStatus(users, userName, accessKeyId, "Inactive"),
      ),
    activate: (userName, accessKeyId) =>
      around(`UpdateAccessKey ${userName} ${accessKeyId} Active`, () =>
        setStatus(users, userName, accessKeyId, "Active"),
      ),
  };
}

/** Sets the status of a key, as its owner does in the console. */
export function setStatus(users: MemoryUsers, userName: string, accessKeyId: string, status: string): void {
  const user = users.get(userName);
  if (user === undefined) return;
  user.keys = user.keys.map((key) => (key.accessKeyId === accessKeyId ? { ...key, status } : key));
}

/** An account whose credential report cannot be had, so that everyone is listed. */
function noReport() {
  return { unavailable: "this account has no credential report", isRefused: false };
}
