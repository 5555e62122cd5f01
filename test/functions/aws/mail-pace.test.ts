import { DeleteItemCommand, type UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeEach, expect, it } from "vitest";
import { mailPaceOf, type PaceSettings } from "../../../functions/aws/mail-pace.ts";
import { useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();
const start = Date.parse("2026-11-23T09:00:00Z");
/** 95 % of 20 mails a second, and 1 ms more by rounding up. */
const slot = 53;

beforeEach(async () => {
  const Key = marshall({ accountId: "control", accessKeyId: "mail-pace" });
  await dynamo().client.send(new DeleteItemCommand({ TableName: dynamo().tableName, Key }));
});

/** A worker with its own clock. Its pauses move the clock. */
function paceWorker(minutes = 10, more: Partial<PaceSettings> = {}) {
  const { client, tableName } = dynamo();
  const worker = { time: start, pauses: [] as number[] };
  const pace = mailPaceOf({
    client,
    tableName,
    rate: 20,
    now: () => new Date(worker.time),
    async pause(milliseconds) {
      worker.pauses.push(milliseconds);
      worker.time += milliseconds;
    },
    remainingMilliseconds: () => start + minutes * 60_000 - worker.time,
    random: () => 0,
    ...more,
  });
  return Object.assign(worker, { pace });
}

it("sends the first mail at once and the next ones one slot apart", async () => {
  const { pace, pauses } = paceWorker();

  for (let mail = 0; mail < 4; mail += 1) expect(await pace.nextSlot()).toBe("reached");

  expect(pauses).toEqual([slot, slot, slot]);
});

it("never gives two mails the same slot, whichever workers send them", async () => {
  // Their clocks stand still, so each pause says which slot it is.
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const workers = Array.from({ length: 8 }, () => paceWorker(10, { pause }));

  await Promise.all(workers.flatMap(({ pace }) => [pace.nextSlot(), pace.nextSlot(), pace.nextSlot()]));

  const slots = Array.from({ length: 23 }, (_, index) => (index + 1) * slot);
  expect(pauses.toSorted((one, other) => one - other)).toEqual(slots);
});

it("does not catch up after time in which nothing was sent", async () => {
  const worker = paceWorker();
  await worker.pace.nextSlot();
  worker.time += 60_000;

  await worker.pace.nextSlot();
  await worker.pace.nextSlot();

  expect(worker.pauses).toEqual([slot]);
});

it("reserves nothing if the next slot is after the worker's deadline", async () => {
  const busy = paceWorker(10, { pause: async () => undefined });
  // At once, so that its clock stands still.
  await Promise.all(Array.from({ length: 30 }, () => busy.pace.nextSlot()));
  const late = paceWorker(0.01);

  expect(await late.pace.nextSlot()).toBe("noTimeLeft");
  expect(late.pauses).toEqual([]);

  const patient = paceWorker();
  await patient.pace.nextSlot();
  expect(patient.pauses).toEqual([30 * slot]);
});

it("keeps trying to reserve a slot while other workers are faster, until its deadline", async () => {
  const { client } = dynamo();
  const fast = paceWorker();
  let overtaken = 0;
  // Each update of the slow worker takes a second, and another worker takes a slot after each refused one.
  const send: typeof client.send = async (command: UpdateItemCommand) => {
    try {
      return await client.send(command);
    } catch (error) {
      if (overtaken < 40) await fast.pace.nextSlot();
      overtaken += 1;
      throw error;
    } finally {
      slow.time += 1_000;
      fast.time = slow.time;
    }
  };
  const slow = paceWorker(10, { client: Object.assign(Object.create(client), { send }) });
  await fast.pace.nextSlot();
  fast.time += 1_000;
  slow.time = fast.time;

  expect(await slow.pace.nextSlot()).toBe("reached");
  expect(overtaken).toBeGreaterThan(40);
});

it.each([
  { ahead: "a day", milliseconds: 86_400_000 },
  { ahead: "an hour and a second", milliseconds: 3_601_000 },
])("ignores the slots of a worker whose clock is $ahead ahead", async ({ milliseconds }) => {
  const ahead = paceWorker(10, { remainingMilliseconds: () => 60_000 });
  ahead.time += milliseconds;
  await ahead.pace.nextSlot();
  const worker = paceWorker();

  expect(await worker.pace.nextSlot()).toBe("reached");
  expect(await worker.pace.nextSlot()).toBe("reached");

  expect(worker.pauses).toEqual([slot]);
});

it("gives no slot to a worker after its deadline, even if nobody else waits", async () => {
  const worker = paceWorker();
  worker.time += 11 * 60_000;

  expect(await worker.pace.nextSlot()).toBe("noTimeLeft");
});

it("waits at least half as long again after each refusal, and never past its deadline", async () => {
  const calm = paceWorker();
  for (const refusals of [0, 1, 2, 9]) await calm.pace.backOff(refusals);
  expect(calm.pauses).toEqual([500, 1_000, 2_000, 30_000]);

  const jittered = paceWorker(10, { random: () => 0.5 });
  await jittered.pace.backOff(0);
  expect(jittered.pauses).toEqual([750]);

  const late = paceWorker(0.01);
  await late.pace.backOff(5);
  expect(late.pauses).toEqual([600]);
});
