import {
  GetAccessKeyLastUsedCommand,
  IAMClient,
  paginateListAccessKeys,
  paginateListUsers,
  paginateListUserTags,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { AccessKey } from "../domain/access-key.ts";
import { dayOf } from "../domain/calendar-day.ts";
import type { LastUsed } from "../domain/last-used.ts";
import type { CredentialReport, NoReport } from "../domain/reported-user.ts";
import type { Tag } from "../domain/user-facts.ts";
import { isNoSuchEntity, isUnknownAccessKey, present } from "./aws-errors.ts";
import { pacedClientSettings } from "./client-config.ts";
import { getCredentialReport, type ReportClock } from "./credential-report.ts";
import type { MemberCredentials } from "./member-role.ts";

/** What both member roles read about one user. A deleted user has no keys and no tags: `undefined`. */
interface UserReads {
  accessKeys(userName: string): Promise<AccessKey[] | undefined>;
  tags(userName: string): Promise<Tag[] | undefined>;
}

/** A member account through the role curfew-read, which cannot change anything. */
export interface ReadAccount extends UserReads {
  /** The credential report, or why there is none. */
  credentialReport(): Promise<CredentialReport | NoReport>;
  userNames(): Promise<string[]>;
  lastUsed(accessKeyId: string): Promise<LastUsed>;
}

/** A member account through the role curfew-deactivate. It acts on known users and cannot list users. */
export interface DeactivateAccount extends UserReads {
  /** The current name of the key's user; `undefined` if the key is deleted. */
  userNameOf(accessKeyId: string): Promise<string | undefined>;
  lastUsed(accessKeyId: string): Promise<LastUsed>;
  deactivate(userName: string, accessKeyId: string): Promise<void>;
  activate(userName: string, accessKeyId: string): Promise<void>;
}

/**
 * A member account for reading. Each account gets its own client: a shared one would act in the next account with the
 * credentials of the previous one, and at the rate that it learnt there. IAM has one control plane per partition. The
 * SDK finds it from the Region of the function.
 */
export function readAccount(credentials: MemberCredentials, clock: ReportClock): ReadAccount {
  const iam = iamClient(credentials);
  return {
    credentialReport: () => getCredentialReport(iam, clock),
    userNames: () => listUserNames(iam),
    ...userReads(iam),
    lastUsed: async (accessKeyId) => (await getLastUsed(iam, accessKeyId)).lastUsed,
  };
}

/** A member account for deactivating and reactivating keys; see `readAccount` about its client. */
export function deactivatingAccount(credentials: MemberCredentials): DeactivateAccount {
  const iam = iamClient(credentials);
  return {
    ...userReads(iam),
    userNameOf: async (accessKeyId) =>
      (await unlessGone(() => getLastUsed(iam, accessKeyId), isUnknownAccessKey))?.userName ?? undefined,
    lastUsed: async (accessKeyId) => (await getLastUsed(iam, accessKeyId)).lastUsed,
    deactivate: (userName, accessKeyId) => setStatus(iam, userName, accessKeyId, "Inactive"),
    activate: (userName, accessKeyId) => setStatus(iam, userName, accessKeyId, "Active"),
  };
}

function iamClient(credentials: MemberCredentials): IAMClient {
  return new IAMClient({ ...pacedClientSettings(), credentials });
}

function userReads(iam: IAMClient): UserReads {
  return {
    accessKeys: (userName) => unlessGone(() => listAccessKeys(iam, userName)),
    tags: (userName) => unlessGone(() => listTags(iam, userName)),
  };
}

/** ListUsers may return fewer users than requested and still have more (IAM API reference): the paginator continues. */
async function listUserNames(client: IAMClient): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListUsers({ client, pageSize: 1000 }, {}))
    for (const { UserName } of present(page.Users, "ListUsers", "Users"))
      names.push(present(UserName, "ListUsers", "UserName"));
  return names;
}

async function listAccessKeys(client: IAMClient, userName: string): Promise<AccessKey[]> {
  const keys: AccessKey[] = [];
  for await (const page of paginateListAccessKeys({ client }, { UserName: userName }))
    for (const key of present(page.AccessKeyMetadata, "ListAccessKeys", "AccessKeyMetadata"))
      keys.push({
        accessKeyId: present(key.AccessKeyId, "ListAccessKeys", "AccessKeyId"),
        userName,
        status: present(key.Status, "ListAccessKeys", "Status"),
        createdOn: dayOf(present(key.CreateDate, "ListAccessKeys", "CreateDate")),
        createdAt: key.CreateDate?.getTime(),
      });
  return keys;
}

async function listTags(client: IAMClient, userName: string): Promise<Tag[]> {
  const tags: Tag[] = [];
  for await (const page of paginateListUserTags({ client }, { UserName: userName }))
    for (const { Key, Value } of present(page.Tags, "ListUserTags", "Tags"))
      tags.push({ key: present(Key, "ListUserTags", "Key"), value: Value ?? "" });
  return tags;
}

/** A key that was never used has no date, and "N/A" as service and Region (IAM API reference, AccessKeyLastUsed). */
async function getLastUsed(
  client: IAMClient,
  accessKeyId: string,
): Promise<{ userName: string | undefined; lastUsed: LastUsed }> {
  const { UserName, AccessKeyLastUsed } = await client.send(
    new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }),
  );
  const { LastUsedDate, ServiceName, Region } = present(
    AccessKeyLastUsed,
    "GetAccessKeyLastUsed",
    "AccessKeyLastUsed",
  );
  if (LastUsedDate === undefined) return { userName: UserName, lastUsed: { state: "never" } };
  const on = dayOf(LastUsedDate);
  const lastUsed = { state: "used", on, service: ServiceName ?? "N/A", region: Region ?? "N/A" } as const;
  return { userName: UserName, lastUsed };
}

async function setStatus(
  client: IAMClient,
  UserName: string,
  AccessKeyId: string,
  Status: "Active" | "Inactive",
): Promise<void> {
  await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));
}

async function unlessGone<Found>(
  read: () => Promise<Found>,
  isGone: (error: unknown) => boolean = isNoSuchEntity,
): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
