import { expect, it } from "vitest";
import { keptRevocations } from "../../../functions/domain/key-history.ts";
import { key, openLedger, today, useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();

it("begins the next round, and says why, when and by which run", async () => {
  const world = openLedger(dynamo());

  expect(await world.worker("daily").revoke(key, "exemptionBegun", 0)).toBe("recorded");
  expect(await world.worker("daily").revoke(key, "staysActiveNotice", 1)).toBe("recorded");

  expect(await world.history()).toMatchObject({
    key: { userName: "jane", createdOn: key.createdOn },
    round: 2,
    restarts: 2,
    revocations: [
      { round: 1, by: "exemptionBegun", on: today, run: "daily" },
      { round: 2, by: "staysActiveNotice", on: today, run: "daily" },
    ],
  });
});

it("leaves a key alone that is in another round than the decision saw", async () => {
  const world = openLedger(dynamo());
  await world.worker("other").revoke(key, "exemptionBegun", 0);

  expect(await world.worker("daily").revoke(key, "exemptionEnded", 0)).toBe("overtaken");
  expect(await world.worker("daily").revoke(key, "exemptionEnded", 2)).toBe("overtaken");
  expect((await world.history()).round).toBe(1);
});

it("finds its own revocation again after a lost answer", async () => {
  const world = openLedger(dynamo());
  await world.worker("daily").revoke(key, "exemptionBegun", 0);

  expect(await world.worker("daily").revoke(key, "exemptionBegun", 0)).toBe("recorded");
  expect((await world.history()).round).toBe(1);
});

it("does not take another run's round for its own", async () => {
  const world = openLedger(dynamo());
  const meanwhile = () => world.worker("other").revoke(key, "exemptionBegun", 0);

  expect(await world.worker("daily", meanwhile).revoke(key, "exemptionBegun", 0)).toBe("overtaken");
  expect((await world.history()).revocations).toMatchObject([{ run: "other" }]);
});

it("keeps the latest revocations only, and counts all of them", async () => {
  const world = openLedger(dynamo());
  const ledger = world.worker("daily");
  for (let round = 0; round < keptRevocations + 2; round += 1)
    await ledger.revoke(key, "exemptionBegun", round);

  const { revocations, restarts } = await world.history();

  expect(revocations.map(({ round }) => round)).toEqual(
    Array.from({ length: keptRevocations }, (_, index) => index + 3),
  );
  expect(restarts).toBe(keptRevocations + 2);
});

it("counts a day of waiting once, however many runs there are on it", async () => {
  const world = openLedger(dynamo());
  await world.worker("daily").recordWaiting(key, 0, "2026-11-01");
  await world.worker("by-hand").recordWaiting(key, 0, "2026-11-01");
  expect((await world.history()).waiting).toEqual({ round: 0, days: 1, last: today });

  world.now += 86_400_000;
  await world.worker("daily").recordWaiting(key, 0, "2026-11-01");
  await world.worker("by-hand").recordWaiting(key, 0, "2026-11-01");
  expect((await world.history()).waiting).toEqual({ round: 0, days: 2, last: "2026-11-24" });
});

it("does not count a day on a clock that went back", async () => {
  const world = openLedger(dynamo());
  await world.worker("daily").recordWaiting(key, 0, "2026-11-01");

  world.now -= 86_400_000;
  await world.worker("daily").recordWaiting(key, 0, "2026-11-01");

  expect((await world.history()).waiting).toEqual({ round: 0, days: 1, last: today });
});

it("begins to count anew in another round, and does not count for a round that is over", async () => {
  const world = openLedger(dynamo());
  await world.worker("daily").recordWaiting(key, 0, "2026-11-01");
  await world.worker("daily").revoke(key, "exemptionBegun", 0);
  expect((await world.history()).waiting).toBeUndefined();

  world.now += 86_400_000;
  await world.worker("daily").recordWaiting(key, 0, "2026-11-01");
  expect((await world.history()).waiting).toBeUndefined();
  await world.worker("daily").recordWaiting(key, 1, "2026-11-01");
  expect((await world.history()).waiting).toEqual({ round: 1, days: 1, last: "2026-11-24" });
});

it("begins to count again once a notice has named a later day than the last day of waiting", async () => {
  const world = openLedger(dynamo());
  await world.put({ ...key, waiting: { round: 0, days: 40, last: "2026-11-10" } });

  await world.worker("daily").recordWaiting(key, 0, "2026-11-20");
  await world.worker("by-hand").recordWaiting(key, 0, "2026-11-20");

  expect((await world.history()).waiting).toEqual({ round: 0, days: 1, last: today });
});

it("replaces the waiting of an earlier round, and adds nothing to it", async () => {
  const world = openLedger(dynamo());
  await world.put({ ...key, round: 1, waiting: { round: 0, days: 5, last: "2026-11-01" } });

  await world.worker("daily").recordWaiting(key, 0, "2026-11-01");
  expect((await world.history()).waiting).toMatchObject({ round: 0, days: 5 });
  await world.worker("daily").recordWaiting(key, 1, "2026-11-01");
  expect((await world.history()).waiting).toEqual({ round: 1, days: 1, last: today });
});
