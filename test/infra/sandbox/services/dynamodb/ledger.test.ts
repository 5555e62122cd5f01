import { expect, it } from "vitest";
import { type Ledger, ledgerOf } from "../../../../../functions/aws/ledger.ts";
import { region, startDynamoDb, table } from "./dynamodb-fixture.ts";

const account = "111122223333";
const accessKeyId = "AKIAIOSFODNN7EXAMPLE";
const notice = {
  accessKeyId,
  userName: "jane",
  noticeId: "day-70",
  to: "jane.o'neil+aws_@sub.example.com",
};

/** Two workers of the same account, with a clock that the test moves. */
async function startLedger() {
  const { dynamodb, tables } = await startDynamoDb();
  const time = { milliseconds: Date.parse("2026-11-24T02:00:00Z") };
  const writer = (invocation: string): Ledger =>
    ledgerOf(dynamodb, table, account, {
      run: "daily-2026-11-24",
      day: "2026-11-24",
      invocation,
      now: () => new Date(time.milliseconds),
    });
  const items = () => tables.items(table, account, region);
  return { first: writer("one"), second: writer("two"), time, items };
}

it("gives one worker the claim on a notice, and its own claim again after a lost answer", async () => {
  const { first, second } = await startLedger();

  expect(await first.claimNotice(notice)).toBe("claimed");
  expect(await second.claimNotice(notice)).toBe("held");
  expect(await first.claimNotice(notice)).toBe("claimed");
});

it("gives only one of many workers the claim, however close they are", async () => {
  const { first, second } = await startLedger();
  const workers = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? first : second));

  const claims = await Promise.all(workers.map((worker) => worker.claimNotice(notice)));

  expect(claims.filter((claim) => claim === "claimed")).toHaveLength(5);
});

it.each([
  [90_000, "held"],
  [90_001, "claimed"],
])("finds a claim of %i ms ago %s", async (milliseconds, found) => {
  const { first, second, time } = await startLedger();
  await first.claimNotice(notice);

  time.milliseconds += milliseconds;

  expect(await second.claimNotice(notice)).toBe(found);
});

it("remembers a confirmed notice under the address it went to, and never gives it away again", async () => {
  const { first, second, time, items } = await startLedger();
  await first.claimNotice(notice);
  await first.confirmNotice(notice, "message-1");
  time.milliseconds += 24 * 60 * 60 * 1000;

  expect(await second.claimNotice(notice)).toBe("held");
  expect((await first.histories()).get(accessKeyId)).toMatchObject({
    notices: [{ id: "day-70", to: notice.to, on: "2026-11-24", run: "daily-2026-11-24" }],
    deactivation: undefined,
  });
  expect(Object.keys((await items())[0] ?? {})).toContain(`notice day-70 ${notice.to}`);
});

it("lets another worker claim what was given back", async () => {
  const { first, second } = await startLedger();
  await first.claimNotice(notice);

  await first.releaseNotice(notice);

  expect(await second.claimNotice(notice)).toBe("claimed");
});

it("leaves a claim alone that another worker has taken over", async () => {
  const { first, second, time } = await startLedger();
  await first.claimNotice(notice);
  time.milliseconds += 90_001;
  await second.claimNotice(notice);

  await first.releaseNotice(notice);

  expect(await first.claimNotice(notice)).toBe("held");
});

it("remembers that a recipient was refused", async () => {
  const { first, second } = await startLedger();
  await first.claimNotice(notice);

  await first.refuseNotice(notice);

  expect((await first.histories()).get(accessKeyId)).toMatchObject({
    notices: [],
    refused: [{ id: "day-70", to: notice.to }],
  });
  expect(await second.claimNotice(notice)).toBe("held");
});

it("lets one worker intend a deactivation, and the next one only after it was done", async () => {
  const { first, second } = await startLedger();
  const key = { accessKeyId, userName: "jane" };

  expect(await first.recordDeactivation(key, "intended", 1)).toBe("recorded");
  expect(await second.recordDeactivation(key, "intended", 1)).toBe("held");
  expect(await first.recordDeactivation(key, "done", 1)).toBe("recorded");
  expect(await second.recordDeactivation(key, "intended", 2)).toBe("recorded");
});

it("takes an intended deactivation back, and leaves one that was done", async () => {
  const { first, items } = await startLedger();
  const key = { accessKeyId, userName: "jane" };

  await first.recordDeactivation(key, "intended", 1);
  await first.forgetDeactivation(key, undefined);
  const afterIntention = await items();
  await first.recordDeactivation(key, "done", 1);
  await first.forgetDeactivation(key, undefined);

  expect(afterIntention).toHaveLength(1);
  expect(afterIntention[0]).not.toHaveProperty("deactivation");
  expect(await items()).toMatchObject([{ deactivation: { state: "done", count: 1 } }]);
});
