import type { DeactivateAccount, ReadAccount } from "../../../functions/aws/member-account.ts";
import type { AccessKey } from "../../../functions/domain/access-key.ts";
import type { LastUsed } from "../../../functions/domain/last-used.ts";
import type { CredentialReport, NoReport } from "../../../functions/domain/reported-user.ts";
import type { Tag } from "../../../functions/domain/user-facts.ts";
import type { Around } from "./around.ts";

/** A user of a member account in memory. */
export interface MemoryUser {
  keys: AccessKey[];
  tags: Tag[];
}

/** The users of a member account, by name. Everything that acts on the account changes them. */
export type MemoryUsers = Map<string, MemoryUser>;

/** The current credential report of the users, or why there is none. */
export type MemoryReport = (users: MemoryUsers) => CredentialReport | NoReport;

/** A member account in memory for reading. Every call goes through `around` with the name of the IAM operation. */
export function memoryReadAccount(
  users: MemoryUsers,
  around: Around,
  lastUsed: LastUsed = { state: "never" },
  report: MemoryReport = noReport,
): ReadAccount {
  return {
    ...reads(users, around),
    credentialReport: () => around("GetCredentialReport", () => report(users)),
    userNames: () => around("ListUsers", () => [...users.keys()]),
    lastUsed: (accessKeyId) => around(`GetAccessKeyLastUsed ${accessKeyId}`, () => lastUsed),
  };
}

/** The same account for deactivating and reactivating keys. */
export function memoryDeactivateAccount(users: MemoryUsers, around: Around): DeactivateAccount {
  return {
    ...reads(users, around),
    userNameOf: (accessKeyId) =>
      around(
        `GetAccessKeyLastUsed ${accessKeyId}`,
        () => [...users].find(([, { keys }]) => keys.some((key) => key.accessKeyId === accessKeyId))?.[0],
      ),
    lastUsed: (accessKeyId) => around(`GetAccessKeyLastUsed ${accessKeyId}`, () => ({ state: "never" })),
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

function reads(users: MemoryUsers, around: Around): Pick<ReadAccount, "accessKeys" | "tags"> {
  return {
    accessKeys: (userName) =>
      around(`ListAccessKeys ${userName}`, () =>
        users.get(userName)?.keys.map((key) => ({ ...key, userName })),
      ),
    tags: (userName) => around(`ListUserTags ${userName}`, () => users.get(userName)?.tags),
  };
}

/** Sets the status of a key, as its owner does in the console. */
export function setStatus(users: MemoryUsers, userName: string, accessKeyId: string, status: string): void {
  const user = users.get(userName);
  if (user === undefined) return;
  user.keys = user.keys.map((key) => (key.accessKeyId === accessKeyId ? { ...key, status } : key));
}

/** Sets or removes a tag of a user. */
export function setTag(users: MemoryUsers, userName: string, key: string, value: string | undefined): void {
  const user = users.get(userName);
  if (user === undefined) return;
  const others = user.tags.filter((tag) => tag.key !== key);
  user.tags = value === undefined ? others : [...others, { key, value }];
}

/** An account without a credential report, so that every user is listed. */
function noReport(): NoReport {
  return { unavailable: "this account has no credential report", isRefused: false };
}
