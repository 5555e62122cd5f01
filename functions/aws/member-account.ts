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
import type { LastUsed } from "../domain/notice-mail.ts";
import type { CredentialReport, NoReport } from "../domain/reported-user.ts";
import type { Tag } from "../domain/user-facts.ts";
import { isNoSuchEntity, present } from "./aws-errors.ts";
import { pacedClientSettings } from "./client-config.ts";
import { getCredentialReport, type ReportClock } from "./credential-report.ts";
import type { MemberCredentials } from "./member-role.ts";

/** What Curfew reads and does in one member account. A user who is gone has no keys and no tags: `undefined`. */
export interface MemberAccount {
  /** The credential report, or why there is none. */
  credentialReport(): Promise<CredentialReport | NoReport>;
  userNames(): Promise<string[]>;
  accessKeys(userName: string): Promise<AccessKey[] | undefined>;
  tags(userName: string): Promise<Tag[] | undefined>;
  lastUsed(accessKeyId: string): Promise<LastUsed>;
  deactivate(userName: string, accessKeyId: string): Promise<void>;
  /** Switches a key on again. */
  activate(userName: string, accessKeyId: string): Promise<void>;
}

/**
 * A member account through its own credentials. The client is made anew for every account and never
 * shared: one that outlives its account would act on the next with the credentials of the last, and at
 * the pace that it learnt there.
 * IAM has one control plane a partition; the SDK finds it from the Region of the function.
 */
export function memberAccount(credentials: MemberCredentials, clock: ReportClock): MemberAccount {
  const iam = new IAMClient({ ...pacedClientSettings(), credentials });
  return {
    credentialReport: () => getCredentialReport(iam, clock),
    userNames: () => listUserNames(iam),
    accessKeys: (userName) => unlessGone(() => listAccessKeys(iam, userName)),
    tags: (userName) => unlessGone(() => listTags(iam, userName)),
    lastUsed: (accessKeyId) => getLastUsed(iam, accessKeyId),
    deactivate: (userName, accessKeyId) => setStatus(iam, userName, accessKeyId, "Inactive"),
    activate: (userName, accessKeyId) => setStatus(iam, userName, accessKeyId, "Active"),
  };
}

/** ListUsers may give fewer users than asked for and still go on (IAM API reference): the paginator follows. */
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

/** A key that was never used has no date and "N/A" for service and Region (IAM API reference, AccessKeyLastUsed). */
async function getLastUsed(client: IAMClient, accessKeyId: string): Promise<LastUsed> {
  const { AccessKeyLastUsed } = await client.send(
    new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }),
  );
  const { LastUsedDate, ServiceName, Region } = present(
    AccessKeyLastUsed,
    "GetAccessKeyLastUsed",
    "AccessKeyLastUsed",
  );
  if (LastUsedDate === undefined) return { state: "never" };
  return { state: "used", on: dayOf(LastUsedDate), service: ServiceName ?? "N/A", region: Region ?? "N/A" };
}

async function setStatus(
  client: IAMClient,
  UserName: string,
  AccessKeyId: string,
  Status: "Active" | "Inactive",
): Promise<void> {
  await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));
}

async function unlessGone<Found>(read: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNoSuchEntity(error)) return undefined;
    throw error;
  }
}
