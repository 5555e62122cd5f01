import { expect, it } from "vitest";
import { keptRevocations } from "../../../functions/domain/key-history.ts";
import { key, openLedger, today, useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();

it("begins the next round, and records why, when and in which run", async () => {
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

it("does not change a key that is in another round than the decision saw", async () => {
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

it("does not mistake another run's round for its own", async () => {
  const world = openLedger(dynamo());
  const meanwhile = () => world.worker("other").revoke(key, "exemptionBegun", 0);

  expect(await world.worker("daily", meanwhile).revoke(key, "exemptionBegun", 0)).toBe("overtaken");
  expect((await world.history()).revocations).toMatchObject([{ run: "other" }]);
});

it("keeps only the latest revocations, and counts all of them", async () => {
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
