import * as z from "zod/mini";
import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import { lastTotalsKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import type { TableSpec } from "../../infra/sandbox/cloud/deployment.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import type { SentMail } from "../../infra/sandbox/services/ses/mail-accounts.ts";
import { accounts, busyDay, createBusyUsers, enforceable, keyId } from "./busy-organization.ts";
import type { CloudUnderTest } from "./cloud-under-test.ts";

/** What the runs before the busy day left behind. Every cloud of a suite starts with it. */
export interface Past {
  readonly users: readonly {
    readonly accountId: string;
    readonly userName: string;
    readonly createdAt: Date;
    readonly tags: readonly { readonly Key: string; readonly Value: string }[];
    readonly keys: readonly { accessKeyId: string; status: "Active" | "Inactive"; createdAt: Date }[];
  }[];
  /** Ledger items in DynamoDB's JSON. */
  readonly items: readonly unknown[];
  readonly objects: readonly { readonly key: string; readonly body: Buffer }[];
  /** All mails that SES accepted in that time. */
  readonly mails: readonly SentMail[];
}

/**
 * Runs Curfew on some days before the busy one, so that ledger and bucket contain what runs really leave there, not
 * what a test assumes.
 */
export async function livePast(under: CloudUnderTest): Promise<Past> {
  const { cloud } = under;
  createBusyUsers(cloud);
  for (const daysBefore of [20, 10, 1]) {
    const day = addDays(busyDay, -daysBefore);
    under.moveTo(day);
    const { status, error, cause } = await under.run(`daily-${day}`);
    if (status !== "SUCCEEDED") throw new Error(`the past went wrong on ${day}: ${error}: ${cause}`);
  }
  // Curfew deactivated it ten days ago, and its owner reactivates it.
  cloud.iam.of(accounts.busy).updateKey("ned", keyId("NED1"), "Active");
  return {
    users: enforceable.flatMap((accountId) =>
      cloud.iam
        .of(accountId)
        .users()
        .map(({ userName, createdAt, tags, keys }) => ({
          accountId,
          userName,
          createdAt,
          tags: tags.list(),
          keys: [...keys.values()],
        })),
    ),
    items: await ledgerItems(under),
    objects: cloud.buckets
      .keys(bucketOf(under))
      .filter((key) => kept.test(key) || key === lastTotalsKey)
      .map((key) => ({ key, body: cloud.buckets.get(bucketOf(under), key)?.body ?? Buffer.alloc(0) })),
    mails: cloud.mail.outbox(),
  };
}

/** The files of earlier runs that later runs and restores read. */
const kept = /^inventory\/|\/deactivations\//;

/** Puts a past into a new cloud. */
export async function restorePast(under: CloudUnderTest, { users, items, objects }: Past): Promise<void> {
  const { cloud, hub } = under;
  for (const { accountId, keys, ...user } of users) {
    cloud.iam.of(accountId).createUser(user);
    for (const key of keys) cloud.iam.of(accountId).putAccessKey({ userName: user.userName, ...key });
  }
  for (const { key, body } of objects) cloud.buckets.put(bucketOf(under), key, body);
  const table = await ledgerTable(cloud, hub);
  for (const item of items) await table("PutItem", { Item: item });
}

/** The bucket of the hub stack. */
export function bucketOf({ hub }: Pick<CloudUnderTest, "hub">): string {
  return hub.outputs.BucketName ?? "";
}

/** Every item of the ledger, in DynamoDB's JSON. */
export async function ledgerItems({ cloud, hub }: Pick<CloudUnderTest, "cloud" | "hub">): Promise<unknown[]> {
  const table = await ledgerTable(cloud, hub);
  return parse(scanSchema, JSON.parse(await table("Scan", {})), "Scan's answer").Items;
}

const scanSchema = z.object({ Items: z.array(z.unknown()) });

const claimsSchema = z.object({
  Items: z.array(z.record(z.string(), z.looseObject({ M: z.optional(z.record(z.string(), z.unknown())) }))),
});

/**
 * Makes every claim in the ledger two minutes older, for workers that use the real clock. Workers of other accounts may
 * write meanwhile: only the time of a claim is written, and only if it is still the one that was read.
 */
export async function ageClaims(under: Pick<CloudUnderTest, "cloud" | "hub">): Promise<void> {
  const table = await ledgerTable(under.cloud, under.hub);
  const { Items } = parse(claimsSchema, JSON.parse(await table("Scan", {})), "Scan's answer");
  for (const { accountId, accessKeyId, ...attributes } of Items)
    for (const [name, value] of Object.entries(attributes)) {
      const claimedAt = parse(z.optional(z.object({ N: z.string() })), value.M?.claimedAt, "claim")?.N;
      if (claimedAt === undefined) continue;
      await table("UpdateItem", {
        Key: { accountId, accessKeyId },
        UpdateExpression: "SET #claim.claimedAt = :older",
        ConditionExpression: "#claim.claimedAt = :seen",
        ExpressionAttributeNames: { "#claim": name },
        ExpressionAttributeValues: {
          ":seen": { N: claimedAt },
          ":older": { N: String(Number(claimedAt) - 120_000) },
        },
      });
    }
}

/** Pauses all deactivations, as `curfew pause` does. */
export async function putPause(under: Pick<CloudUnderTest, "cloud" | "hub">, until: Day): Promise<void> {
  const table = await ledgerTable(under.cloud, under.hub);
  const values = {
    accountId: "control",
    accessKeyId: "pause",
    until,
    reason: "a move",
    by: "sam",
    at: `${busyDay}T12:00:00Z`,
  };
  const Item = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value }]));
  await table("PutItem", { Item });
}

type Table = (operation: string, input: object) => Promise<string>;

/** Calls dynalite directly, without the interceptors and the signatures. */
async function ledgerTable(cloud: EmbeddedCloud, hub: CloudUnderTest["hub"]): Promise<Table> {
  const spec: TableSpec | undefined = hub.tables[0];
  if (spec === undefined) throw new Error("the ledger was not deployed");
  const host = await cloud.tables.hostOf(hub.accountId, hub.region);
  return async (operation, input) => {
    const { status, body } = await host.call(operation, JSON.stringify({ TableName: spec.name, ...input }));
    if (status !== 200 && !body.includes("ConditionalCheckFailed")) throw new Error(`${operation}: ${body}`);
    return body;
  };
}
