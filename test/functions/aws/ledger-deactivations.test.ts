import { describe, expect, it } from "vitest";
import { basisOf } from "../../../functions/aws/ledger.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import { key, type LedgerWorld, noticeRef, openLedger, today, useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();
const first = { round: 0, claims: 0, restoreNumber: 0, deactivationNumber: 0 };
const wish = { until: "2026-12-23", reason: "the new key does not work" };

/** Deactivates the key in a run. The key is then in round 1. */
async function deactivated(world: LedgerWorld): Promise<void> {
  await world.worker("daily").intendDeactivation(key, first);
  await world.worker("daily").completeDeactivation(key, 1);
}

async function restored(world: LedgerWorld): Promise<void> {
  await deactivated(world);
  const restore = { ...wish, number: 1, deactivation: 1 };
  await world.worker("restore-1").recordRestore(key, { ...restore, state: "intended" });
  await world.worker("restore-1").recordRestore(key, { ...restore, state: "done" });
}

describe("intending a deactivation", () => {
  it("lets only one of two executions do it at the same time", async () => {
    const { worker } = openLedger(dynamo());

    const answers = await Promise.all(
      ["daily", "by-hand"].map((run) => worker(run).intendDeactivation(key, first)),
    );

    expect(answers.toSorted()).toEqual(["overtaken", "recorded"]);
  });

  it("records which run intends it and when, and no revocation yet", async () => {
    const world = openLedger(dynamo());
    await world.worker("daily").intendDeactivation(key, first);

    expect(await world.history()).toMatchObject({
      round: 0,
      deactivation: { state: "intended", number: 1, on: today, run: "daily" },
    });
  });

  it("lets the same run intend it again, as in a retry after an interruption", async () => {
    const { worker } = openLedger(dynamo());
    await worker("daily").intendDeactivation(key, first);

    expect(await worker("daily").intendDeactivation(key, first)).toBe("recorded");
    expect(await worker("by-hand").intendDeactivation(key, first)).toBe("overtaken");
  });

  it("does not let a retry continue if the notices were revoked after its interruption", async () => {
    const { worker } = openLedger(dynamo());
    await worker("daily").intendDeactivation(key, first);
    await worker("by-hand").revoke(key, "exemptionBegun", 0);

    expect(await worker("daily").intendDeactivation(key, first)).toBe("overtaken");
  });

  it.each([
    {
      what: "the round",
      basis: { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 1 },
      answer: "recorded",
    },
    {
      what: "an earlier round",
      basis: { round: 1, claims: 0, restoreNumber: 1, deactivationNumber: 1 },
      answer: "overtaken",
    },
    {
      what: "a later round",
      basis: { round: 3, claims: 0, restoreNumber: 1, deactivationNumber: 1 },
      answer: "overtaken",
    },
    {
      what: "no restore",
      basis: { round: 2, claims: 0, restoreNumber: 0, deactivationNumber: 1 },
      answer: "overtaken",
    },
    {
      what: "another restore",
      basis: { round: 2, claims: 0, restoreNumber: 2, deactivationNumber: 1 },
      answer: "overtaken",
    },
    {
      what: "no deactivation",
      basis: { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 0 },
      answer: "overtaken",
    },
    {
      what: "a later deactivation",
      basis: { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 2 },
      answer: "overtaken",
    },
  ])("is $answer if the decision saw $what of a key restored once", async ({ basis, answer }) => {
    const world = openLedger(dynamo());
    await restored(world);

    expect(await world.worker("daily-2").intendDeactivation(key, basis)).toBe(answer);
  });

  it.each([
    { seen: 1, answer: "overtaken" },
    { seen: 2, answer: "recorded" },
  ])("is $answer if the decision saw $seen of two claimed notices", async ({ seen, answer }) => {
    const { worker } = openLedger(dynamo());
    for (const to of ["jane@example.com", "joe@example.com"])
      await worker("by-hand").claimNotice(noticeRef({ to }));

    expect(await worker("daily").intendDeactivation(key, { ...first, claims: seen })).toBe(answer);
  });

  it("is overtaken if another run intends the deactivation that was seen", async () => {
    const world = openLedger(dynamo());
    await restored(world);
    const basis = { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 1 };
    await world.worker("by-hand").intendDeactivation(key, basis);

    expect(await world.worker("daily-2").intendDeactivation(key, basis)).toBe("overtaken");
    expect(await world.worker("daily-2").intendDeactivation(key, { ...basis, deactivationNumber: 2 })).toBe(
      "overtaken",
    );
  });
});

describe("what a decision was based on", () => {
  it("is nothing for a key that has no entry", () => {
    expect(basisOf(emptyHistory)).toEqual(first);
  });

  it("is round, restore and deactivation, in the form that the next intention needs", async () => {
    const world = openLedger(dynamo());
    await restored(world);
    const basis = basisOf(await world.history());

    expect(basis).toEqual({ round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 1 });
    expect(await world.worker("daily-2").intendDeactivation(key, basis)).toBe("recorded");
  });

  it("counts an intention as withdrawn", async () => {
    const world = openLedger(dynamo());
    await world.worker("daily").intendDeactivation(key, first);
    const basis = basisOf(await world.history());
    await world.worker("daily").withdrawIntention(key, 1);

    expect(await world.worker("daily-2").intendDeactivation(key, basis)).toBe("recorded");
  });
});

describe("completing a deactivation", () => {
  it("revokes the notices in the same write, and ends the count of waiting days", async () => {
    const world = openLedger(dynamo());
    await world.put({ ...key });
    await world.recordWaiting();
    await world.worker("daily").intendDeactivation(key, first);

    expect(await world.worker("daily").completeDeactivation(key, 1)).toBe("recorded");

    expect(await world.history()).toMatchObject({
      round: 1,
      restarts: 0,
      revocations: [{ round: 1, by: "deactivation", on: today, run: "daily" }],
      deactivation: { state: "done", number: 1, run: "daily" },
    });
    expect((await world.history()).deactivation).not.toHaveProperty("begunBy");
    expect((await world.history()).waiting).toBeUndefined();
  });

  it("counts once, whichever run repeats it", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);

    expect(await world.worker("daily").completeDeactivation(key, 1)).toBe("recorded");
    expect(await world.worker("by-hand").completeDeactivation(key, 1)).toBe("overtaken");
    expect((await world.history()).round).toBe(1);
  });

  it("lets another run finish what an interrupted one intended", async () => {
    const world = openLedger(dynamo());
    const begun = { run: "daily", on: "2026-11-22" };
    await world.worker("daily").intendDeactivation(key, first);

    expect(await world.worker("daily-2").completeDeactivation(key, 1, begun)).toBe("recorded");
    expect((await world.history()).deactivation).toMatchObject({
      state: "done",
      on: "2026-11-22",
      run: "daily-2",
      begunBy: "daily",
    });
  });

  it("records it although another run withdrew the intention meanwhile, because the key is Inactive", async () => {
    const world = openLedger(dynamo());
    await world.worker("daily").intendDeactivation(key, first);
    await world.worker("by-hand").withdrawIntention(key, 1);

    expect(await world.worker("daily").completeDeactivation(key, 1)).toBe("recorded");
    expect((await world.history()).deactivation).toMatchObject({ state: "done", number: 1 });
  });

  it("never returns to an earlier deactivation", async () => {
    const world = openLedger(dynamo());
    await restored(world);
    await world
      .worker("daily-2")
      .intendDeactivation(key, { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 1 });

    expect(await world.worker("daily").completeDeactivation(key, 1)).toBe("overtaken");
    expect((await world.history()).deactivation).toMatchObject({ state: "intended", number: 2 });
    expect(await world.worker("daily-2").completeDeactivation(key, 2)).toBe("recorded");
  });

  it("keeps a revocation that another execution records between its read and its write", async () => {
    const world = openLedger(dynamo());
    await world.worker("daily").intendDeactivation(key, first);
    const meanwhile = () => world.worker("by-hand").revoke(key, "exemptionBegun", 0);

    expect(await world.worker("daily", meanwhile).completeDeactivation(key, 1)).toBe("recorded");

    expect(await world.history()).toMatchObject({
      round: 2,
      revocations: [{ by: "exemptionBegun" }, { by: "deactivation" }],
    });
  });
});

describe("withdrawing an intention", () => {
  it("leaves no deactivation where there was none before", async () => {
    const world = openLedger(dynamo());
    await world.worker("daily").intendDeactivation(key, first);

    await world.worker("daily").withdrawIntention(key, 1);

    expect((await world.history()).deactivation).toBeUndefined();
    expect(await world.worker("daily-2").intendDeactivation(key, first)).toBe("recorded");
  });

  it("restores the record of the previous deactivation", async () => {
    const world = openLedger(dynamo());
    await restored(world);
    const before = (await world.history()).deactivation;
    const basis = { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 1 };
    await world.worker("daily-2").intendDeactivation(key, basis);

    await world.worker("daily-2").withdrawIntention(key, 2);

    expect((await world.history()).deactivation).toEqual(before);
    expect(await world.item()).not.toHaveProperty("deactivationBefore");
    expect(await world.worker("daily-3").intendDeactivation(key, basis)).toBe("recorded");
  });

  it("changes neither a completed deactivation nor another intention", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);
    await world.worker("daily").withdrawIntention(key, 1);
    expect((await world.history()).deactivation).toMatchObject({ state: "done", number: 1 });

    const other = openLedger(dynamo());
    await restored(other);
    const basis = { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 1 };
    await other.worker("daily-2").intendDeactivation(key, basis);
    await other.worker("daily").withdrawIntention(key, 1);
    expect((await other.history()).deactivation).toMatchObject({ state: "intended", number: 2 });
  });
});

describe("recording a restore", () => {
  const restore = { ...wish, number: 1, deactivation: 1 };
  const intended = { ...restore, state: "intended" } as const;
  const done = { ...restore, state: "done" } as const;

  it("revokes all notices at once, so that a run in progress cannot deactivate the key again", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);

    expect(await world.worker("restore-1").recordRestore(key, intended)).toBe("recorded");

    expect(await world.history()).toMatchObject({
      round: 2,
      restarts: 0,
      revocations: [{ by: "deactivation" }, { round: 2, by: "restore", run: "restore-1" }],
      restore: { state: "intended", number: 1, on: today, run: "restore-1", ...wish, deactivation: 1 },
    });
    const seenBefore = { round: 1, claims: 0, restoreNumber: 0, deactivationNumber: 1 };
    expect(await world.worker("daily").intendDeactivation(key, seenBefore)).toBe("overtaken");
  });

  it("completes it without another round", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);
    await world.worker("restore-1").recordRestore(key, intended);

    expect(await world.worker("restore-1").recordRestore(key, done)).toBe("recorded");
    expect(await world.history()).toMatchObject({ round: 2, restore: { state: "done" } });
  });

  it("lets the same execution repeat it without another round", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);
    await world.worker("restore-1").recordRestore(key, intended);

    expect(await world.worker("restore-1").recordRestore(key, intended)).toBe("recorded");
    expect((await world.history()).round).toBe(2);
  });

  it("lets only one of two executions do it at the same time", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);

    const answers = await Promise.all(
      ["restore-1", "restore-2"].map((run) => world.worker(run).recordRestore(key, intended)),
    );

    expect(answers.toSorted()).toEqual(["overtaken", "recorded"]);
    expect((await world.history()).round).toBe(2);
  });

  it("lets a later restore follow an unfinished one", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);
    await world.worker("restore-1").recordRestore(key, intended);

    expect(await world.worker("restore-2").recordRestore(key, { ...intended, number: 2 })).toBe("recorded");
    expect(await world.worker("restore-1").recordRestore(key, done)).toBe("overtaken");
    expect((await world.history()).restore).toMatchObject({ state: "intended", number: 2, run: "restore-2" });
  });

  it("lets an execution complete only its own restore", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);
    await world.worker("restore-1").recordRestore(key, intended);

    expect(await world.worker("restore-2").recordRestore(key, done)).toBe("overtaken");
    expect(await world.worker("restore-1").recordRestore(key, { ...done, number: 2 })).toBe("overtaken");
  });

  it("undoes only the latest deactivation, and only if that is complete", async () => {
    const world = openLedger(dynamo());
    const ledger = world.worker("restore-1");
    expect(await ledger.recordRestore(key, intended)).toBe("overtaken");
    await world.worker("daily").intendDeactivation(key, first);
    expect(await ledger.recordRestore(key, intended)).toBe("overtaken");
    await world.worker("daily").completeDeactivation(key, 1);
    expect(await ledger.recordRestore(key, { ...intended, deactivation: 2 })).toBe("overtaken");
    expect(await ledger.recordRestore(key, intended)).toBe("recorded");

    const basis = { round: 2, claims: 0, restoreNumber: 1, deactivationNumber: 1 };
    await world.worker("daily-2").intendDeactivation(key, basis);
    expect(await ledger.recordRestore(key, done)).toBe("overtaken");
    await world.worker("daily-2").completeDeactivation(key, 2);
    expect(await ledger.recordRestore(key, done)).toBe("overtaken");
  });

  it("keeps a revocation that another execution records between its read and its write", async () => {
    const world = openLedger(dynamo());
    await deactivated(world);
    const meanwhile = () => world.worker("by-hand").revoke(key, "exemptionBegun", 1);

    expect(await world.worker("restore-1", meanwhile).recordRestore(key, intended)).toBe("recorded");
    expect((await world.history()).revocations.map(({ by }) => by)).toEqual([
      "deactivation",
      "exemptionBegun",
      "restore",
    ]);
  });
});
