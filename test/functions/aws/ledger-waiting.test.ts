import { expect, it } from "vitest";
import { key, openLedger, today, useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();

/** The ledger of a key that has an entry. */
async function openEntry(entry: object = {}) {
  const world = openLedger(dynamo());
  await world.put({ ...key, ...entry });
  return world;
}

it("counts a day of waiting once, however many plans it has", async () => {
  const world = await openEntry();
  await world.recordWaiting();
  await world.recordWaiting();
  expect((await world.history()).waiting).toEqual({ round: 0, days: 1, last: today });

  world.now += 86_400_000;
  await world.recordWaiting();
  await world.recordWaiting();
  expect((await world.history()).waiting).toEqual({ round: 0, days: 2, last: "2026-11-24" });
});

it("does not count a day again if the clock was set back", async () => {
  const world = await openEntry();
  await world.recordWaiting();

  world.now -= 86_400_000;
  await world.recordWaiting();

  expect((await world.history()).waiting).toEqual({ round: 0, days: 1, last: today });
});

it("starts counting again after a revocation", async () => {
  const world = await openEntry();
  await world.recordWaiting();
  await world.worker("daily").revoke(key, "exemptionBegun", 0);
  expect((await world.history()).waiting).toBeUndefined();

  world.now += 86_400_000;
  await world.recordWaiting(1);
  expect((await world.history()).waiting).toEqual({ round: 1, days: 1, last: "2026-11-24" });
});

it("does not add to the count of a later round if the plan saw an earlier one", async () => {
  const waiting = { round: 1, days: 5, last: "2026-11-10" };
  const world = await openEntry({ round: 1, waiting });

  await world.recordWaiting(0);

  expect((await world.history()).waiting).toEqual(waiting);
});

it("starts counting again when a notice has named a later day than the last day of waiting", async () => {
  const world = await openEntry({ waiting: { round: 0, days: 40, last: "2026-11-10" } });

  await world.recordWaiting(0, "2026-11-20");
  await world.recordWaiting(0, "2026-11-20");

  expect((await world.history()).waiting).toEqual({ round: 0, days: 1, last: today });
});

it("replaces the count of an earlier round", async () => {
  const world = await openEntry({ round: 1, waiting: { round: 0, days: 5, last: "2026-11-01" } });

  await world.recordWaiting(1);

  expect((await world.history()).waiting).toEqual({ round: 1, days: 1, last: today });
});

it("does not create an entry for a key whose entry was removed", async () => {
  const world = openLedger(dynamo());

  await world.recordWaiting();

  expect(await world.item()).toBeUndefined();
});
