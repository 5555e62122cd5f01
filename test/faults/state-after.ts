import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import { enforceable } from "./busy-organization.ts";
import type { CloudUnderTest } from "./cloud-under-test.ts";
import { ledgerItems } from "./past.ts";

/**
 * Who wrote an item, at what time of day, with which claim, and how many claims there were. They differ from life to
 * life and have no effect later. On a busy machine a claim may be answered late; it is then sent and counted again.
 */
const incidental = new Set([
  "run",
  "claims",
  "invocation",
  "claimedAt",
  "claimId",
  "messageId",
  "expiresAt",
  "executionArn",
]);

/** Items about one day or one moment. No later day depends on them. */
const passing = /^(pace#|mail-pace$)/;

/**
 * Everything that later runs depend on, as one text: the ledger, with SES's reports merged into the notices, and IAM's
 * users. Two lives with the same text continue in the same way.
 */
export async function stateAfter(under: CloudUnderTest): Promise<string> {
  const users = enforceable.map((accountId) =>
    under.cloud.iam
      .of(accountId)
      .users()
      .map(({ userName, tags, keys }) => [
        userName,
        tags.list(),
        [...keys.values()].map(({ accessKeyId, status }) => [accessKeyId, status]),
      ]),
  );
  const items = await ledgerOf(under);
  return JSON.stringify([users, under.cloud.organization.accounts(), items]);
}

const itemSchema = z.looseObject({ accountId: z.string(), accessKeyId: z.string() });
type Item = z.infer<typeof itemSchema>;

async function ledgerOf(under: CloudUnderTest): Promise<unknown[]> {
  const items = (await ledgerItems(under)).map((item) =>
    parse(itemSchema, unmarshalled(item), "ledger item"),
  );
  const deliveries = new Map(
    items.filter(isDelivery).map((item) => [item.accessKeyId.slice("delivery#".length), item]),
  );
  return items
    .filter((item) => !isDelivery(item) && !passing.test(item.accessKeyId))
    .map((item) => canonical(item, deliveries))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

function unmarshalled(item: unknown): unknown {
  return unmarshall(parse(z.record(z.string(), z.any()), item, "item"));
}

function isDelivery({ accessKeyId }: Item): boolean {
  return accessKeyId.startsWith("delivery#");
}

function canonical(value: unknown, deliveries: ReadonlyMap<string, Item>): unknown {
  if (Array.isArray(value)) return value.map((one) => canonical(one, deliveries));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const claimId = entries.find(([name]) => name === "claimId")?.[1];
  const { accountId: _account, accessKeyId: _key, ...delivery } = deliveries.get(String(claimId)) ?? {};
  const isReported = "deliveredOn" in delivery || "bouncedOn" in delivery;
  const kept = entries
    .filter(([name]) => !incidental.has(name))
    .map(([name, own]) => {
      // As the functions read it: if SES reports about a mail, it was sent, and only its confirmation was lost.
      const isSent = name === "state" && own === "claimed" && isReported;
      return [name, isSent ? "sent" : canonical(own, deliveries)] as const;
    });
  const reported = Object.entries(delivery).filter(([name]) => name !== "expiresAt");
  return [...kept, ...(claimId === undefined ? [] : [["delivery", reported.sort()] as const])].sort(
    (one, other) => (one[0] < other[0] ? -1 : 1),
  );
}
