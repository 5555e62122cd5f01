import { afterAll, beforeAll, expect, it } from "vitest";
import { ledgerOf } from "../../../functions/aws/ledger-table.ts";
import { deliveryOf } from "../../../functions/delivery/wire.ts";
import { type DynaliteLedger, dynaliteLedger } from "../aws/dynalite-ledger.ts";

const accountId = "111122223333";
const key = { accessKeyId: "AKIAEXAMPLE1234WXYZ", userName: "jane", createdOn: "2026-08-25" };

let table: DynaliteLedger;
beforeAll(async () => {
  table = await dynaliteLedger();
});
afterAll(() => table.close());

const event = (eventType: string, more: object) => ({
  detail: {
    eventType,
    mail: {
      timestamp: "2026-11-23T08:00:00Z",
      tags: { claim: ["claim-1"], account: [accountId] },
    },
    ...more,
  },
});
const delivered = event("Delivery", { delivery: { timestamp: "2026-11-23T08:00:05Z" } });
const bounced = event("Bounce", {
  bounce: { bounceType: "Permanent", bounceSubType: "NoEmail", timestamp: "2026-11-23T09:00:00Z" },
});

it("finds the notice of an event by its claim, before the notice is confirmed and in any order", async () => {
  const record = deliveryOf({
    environment: { LEDGER_TABLE_NAME: table.tableName },
    clients: { ledger: table.client },
  });
  const writer = { run: "daily-1", invocation: "one", now: () => new Date("2026-11-23T08:00:00Z") };
  const ledger = ledgerOf(table.client, table.tableName, accountId, writer);
  const notice = {
    ...key,
    id: { type: "stage", day: 80, outlook: "deactivation" },
    to: "jane@example.com",
    as: "owner",
    claimId: "claim-1",
    audience: "current",
    round: 0,
  } as const;
  const delivery = async () => {
    const history = (await ledger.histories()).get(key.accessKeyId);
    return history === undefined || "unreadable" in history ? undefined : history.notices[0]?.delivery;
  };

  await ledger.claimNotice(notice);
  await record(delivered);
  expect(await delivery()).toEqual({ state: "delivered", on: "2026-11-23" });
  await ledger.confirmNotice(notice, "message-1");
  await record(bounced);
  await record(delivered);

  expect(await delivery()).toEqual({ state: "bounced", on: "2026-11-23", cause: "Permanent/NoEmail" });
});
