import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type DeliveryEvent, recordDelivery } from "../../../functions/aws/deliveries.ts";
import { awsError } from "./aws-error.ts";
import { type LedgerWorld, openLedger, useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();

/** The events of one mail, without the account. */
const mail = { claimId: "claim-1" };
const delivered = { ...mail, what: "delivered", on: "2026-11-23" } as const;
const bounced = { ...mail, what: "bounced", on: "2026-11-24", cause: "Permanent/General" } as const;
const complained = { ...mail, what: "complained", on: "2026-11-25" } as const;
const delayed = { ...mail, what: "delayed", on: "2026-11-22" } as const;

type WithoutAccount<Event> = Event extends DeliveryEvent ? Omit<Event, "accountId"> : never;

/** The item of the mail after these events. */
async function recorded(world: LedgerWorld, events: readonly WithoutAccount<DeliveryEvent>[]) {
  const { client, tableName } = dynamo();
  const { accountId } = world;
  for (const event of events) await recordDelivery(client, tableName, { accountId, ...event });
  return await world.item("delivery#claim-1");
}

it("writes the day of each kind of event, the cause of a bounce and the expiry, but no address", async () => {
  const world = openLedger(dynamo());

  expect(await recorded(world, [delivered, bounced, complained, delayed])).toEqual({
    accountId: world.accountId,
    accessKeyId: "delivery#claim-1",
    deliveredOn: "2026-11-23",
    bouncedOn: "2026-11-24",
    bounceCause: "Permanent/General",
    complainedOn: "2026-11-25",
    delayedOn: "2026-11-22",
    expiresAt: Date.parse("2027-05-22T00:00:00Z") / 1000,
  });
});

it("records the same whatever the order of the events and however often each of them comes", async () => {
  const day = fc.integer({ min: 10, max: 28 }).map((number) => `2026-11-${number}`);
  const events = fc.array(
    fc.oneof(
      fc.record({ what: fc.constantFrom("delivered" as const, "complained" as const), on: day }),
      fc.record({ what: fc.constant("delayed" as const), on: day }),
      // One cause per day: SES reports at most one permanent bounce of a mail.
      day.map((on) => ({ what: "bounced" as const, on, cause: `Permanent/${on}` })),
    ),
    { minLength: 1, maxLength: 8 },
  );
  const repeated = (some: Parameters<typeof recorded>[1]) =>
    fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 }));
  await fc.assert(
    fc.asyncProperty(
      events.map((some) => some.map((event) => ({ ...mail, ...event }))).chain(repeated),
      async ([inOrder, shuffled]) => {
        // Another account for each list, and the item expires some days after the event that came first.
        const facts = async (list: Parameters<typeof recorded>[1]) => ({
          ...(await recorded(openLedger(dynamo()), list)),
          accountId: undefined,
          expiresAt: undefined,
        });
        expect(await facts(shuffled)).toEqual(await facts(inOrder));
      },
    ),
    { numRuns: 50 },
  );
});

it("keeps the earliest day of two events of one kind", async () => {
  const later = { ...delivered, on: "2026-11-26" };

  for (const events of [
    [delivered, later],
    [later, delivered],
  ])
    expect(await recorded(openLedger(dynamo()), events)).toMatchObject({ deliveredOn: "2026-11-23" });
});

it("passes on an error of DynamoDB, so that the event is delivered again", async () => {
  const client = dynamo().newClient();
  const error = awsError("ProvisionedThroughputExceededException", "too much");
  client.middlewareStack.add(
    () => async () => {
      throw error;
    },
    { step: "initialize", name: "failsHere" },
  );

  const event = { accountId: "111122223333", ...delivered };
  await expect(recordDelivery(client, dynamo().tableName, event)).rejects.toBe(error);
});
