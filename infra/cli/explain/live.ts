import {
  GetAccessKeyLastUsedCommand,
  IAMClient,
  paginateListAccessKeys,
  paginateListUserTags,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import type { LastUsed } from "../../../functions/domain/last-used.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { findTags } from "../../../functions/domain/user-facts.ts";
import { CommandError } from "../shared/command-error.ts";
import type { Connection } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { type KeyStory, outlookOf } from "./story.ts";

/** The current facts of IAM about a key and its user. */
export interface LiveReading {
  readonly status: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly lastUsed?: LastUsed | undefined;
}

/** Reads one key. */
export type ReadLive = (userName: string, accessKeyId: string) => Promise<LiveReading | undefined>;

/**
 * Reads keys in their account with the caller's own credentials. Nobody but Curfew's functions may assume its member
 * roles, so this needs credentials of that account. In the hub account, the current credentials are enough.
 * @param profile of the key's account; the hub's credentials without one
 * @throws {CommandError} if the credentials belong to another account
 */
export async function liveReader(
  { clientSettings }: Connection,
  accountId: string,
  profile: string | undefined,
): Promise<ReadLive> {
  const settings = { ...clientSettings, ...(profile === undefined ? {} : { profile }) };
  const { Account } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
  if (Account !== accountId)
    throw new CommandError(
      exitCodes.badInput,
      `--live needs credentials of account ${accountId}, and these are of ${Account ?? "an unknown account"}.\nPass a profile of that account: --live <profile>`,
    );
  const iam = new IAMClient(settings);
  return async (UserName, AccessKeyId) => {
    let status: string | undefined;
    for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client: iam }, { UserName }))
      status ??= AccessKeyMetadata.find((key) => key.AccessKeyId === AccessKeyId)?.Status;
    if (status === undefined) return undefined;
    const tags: { key: string; value: string }[] = [];
    for await (const { Tags = [] } of paginateListUserTags({ client: iam }, { UserName }))
      for (const { Key = "", Value = "" } of Tags) tags.push({ key: Key, value: Value });
    const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    const { LastUsedDate, ServiceName = "N/A", Region = "N/A" } = AccessKeyLastUsed ?? {};
    const lastUsed: LastUsed =
      LastUsedDate === undefined
        ? { state: "never" }
        : { state: "used", on: dayOf(LastUsedDate), service: ServiceName, region: Region };
    return { status, tags, lastUsed };
  };
}

/** A story with the account's current facts, the decision that Curfew would take, and what comes next with them. */
export async function withLive(
  story: KeyStory,
  read: ReadLive,
  policy: Policy | undefined,
  now = new Date(),
): Promise<KeyStory> {
  const reading = await read(story.userName, story.accessKeyId);
  const readAt = now.toISOString();
  const today = dayOf(now);
  const { recorded, history, createdOn } = story;
  const known = recorded === undefined ? undefined : { recorded, history, policy, today };
  if (reading === undefined)
    return {
      ...story,
      ...(known && outlookOf({ ...known, isActive: false, tags: "notRead" })),
      live: { readAt, status: "does not exist", tags: "notRead" },
    };
  const { status, lastUsed } = reading;
  if (policy === undefined || known === undefined || createdOn === undefined || "unreadable" in history)
    return { ...story, live: { readAt, status, tags: "notRead", lastUsed } };
  const { account } = known.recorded.key;
  const { pausedUntil, spreadOverDays } = known.recorded.run;
  const rules = rulesFor(account, policy, "enforce");
  const tags = findTags(reading.tags, rules);
  const decision = evaluateKey({
    key: { accessKeyId: story.accessKeyId, userName: story.userName, status, createdOn },
    tags,
    history,
    rules,
    today,
    pausedUntil,
    spreadOverDays,
  });
  return {
    ...story,
    ...outlookOf({ ...known, isActive: status === "Active", tags }),
    live: { readAt, status, tags, lastUsed, decision },
  };
}
