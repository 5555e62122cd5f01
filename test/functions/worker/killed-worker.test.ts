import * as fc from "fast-check";
import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { accessDenied, failing } from "./around.ts";
import { bobIsRefused, busyAccount } from "./busy-account.ts";
import { type Death, type Killed, retryToTheEnd, runAndKill } from "./killed-worker.ts";
import { runWorker } from "./run-worker.ts";
import { finalState, mailed, mailsSentAgain, type World } from "./world.ts";

capturedLog();

/** The run that nothing disturbs, and how many side effects it has. */
async function undisturbed() {
  const world = busyAccount();
  const { effects } = await runAndKill(world, { at: Number.POSITIVE_INFINITY, when: "before" }, bobIsRefused);
  return { world, effects };
}

/** What the account result says was done, whatever attempt did it. */
function reported({ saved }: World): string[] {
  const results = saved.at(-1)?.results ?? [];
  return results
    .flatMap(({ decision: { accessKeyId }, notices, deactivation }) => [
      ...notices.map(({ to, outcome }) => `${accessKeyId} ${to} ${outcome}`),
      ...(deactivation === undefined ? [] : [`${accessKeyId} ${deactivation.outcome}`]),
    ])
    .sort();
}

/** Between the answer of the mail service and the last confirmation of that mail. */
function isBetweenAnswerAndConfirmation({ call }: Killed, { when }: Death): boolean {
  return call?.startsWith("confirm") === true || (call?.startsWith("mail") === true && when === "after");
}

it("has something of everything to do in the account that is disturbed below", async () => {
  const { world, effects } = await undisturbed();

  expect(
    mailed(world)
      .map((mail) => mail.split(" ")[1])
      .sort(),
  ).toEqual([
    "deactivated",
    "deactivated",
    "deactivated",
    "deactivated",
    "finalWarning",
    "reminder",
    "warning",
    "warning",
    "warning",
  ]);
  expect(effects.filter((call) => call.startsWith("refuse"))).toHaveLength(1);
  expect(effects.length).toBeGreaterThan(30);
});

it("ends as if nothing had happened, wherever a worker is killed: one duplicate mail at most, in one window only", async () => {
  const calm = await undisturbed();
  for (let at = 0; at < calm.effects.length; at += 1)
    for (const when of ["before", "after"] as const) {
      const world = busyAccount();
      const killed = await runAndKill(world, { at, when }, bobIsRefused);
      await retryToTheEnd(world, bobIsRefused);

      const place = `${when} ${killed.call}`;
      expect(finalState(world), place).toEqual(finalState(calm.world));
      expect(reported(world), place).toEqual(reported(calm.world));
      expect([...new Set(mailed(world))], place).toEqual([...new Set(mailed(calm.world))]);
      expect(mailsSentAgain(world), place).toBeLessThanOrEqual(1);
      if (!isBetweenAnswerAndConfirmation(killed, { at, when })) expect(mailsSentAgain(world), place).toBe(0);
    }
});

it("switches each key off once and tells each owner, wherever a worker is killed", async () => {
  const { effects } = await undisturbed();
  const updates = effects.filter((call) => call.startsWith("UpdateAccessKey")).sort();
  expect(updates).toHaveLength(3);
  for (let at = 0; at < effects.length; at += 1)
    for (const when of ["before", "after"] as const) {
      const world = busyAccount();
      const killed = await runAndKill(world, { at, when }, bobIsRefused);
      const before = world.calls.length;
      await retryToTheEnd(world, bobIsRefused);

      const later = world.calls.slice(before).filter((call) => call.startsWith("UpdateAccessKey"));
      const earlier = killed.effects.filter((call) => call.startsWith("UpdateAccessKey"));
      expect([...earlier, ...later].sort(), `${when} ${killed.call}`).toEqual(updates);
    }
});

it("ends the same after being killed twice, with two duplicate mails at most", async () => {
  const calm = await undisturbed();
  const anyDeath = fc.record({
    at: fc.nat(calm.effects.length),
    when: fc.constantFrom("before" as const, "after" as const),
  });
  await fc.assert(
    fc.asyncProperty(anyDeath, anyDeath, fc.boolean(), async (first, second, isSoon) => {
      const world = busyAccount();
      await runAndKill(world, first, bobIsRefused);
      world.now += isSoon ? 5_000 : 100_000;
      await runAndKill(world, second, bobIsRefused);
      await retryToTheEnd(world, bobIsRefused);

      expect(finalState(world)).toEqual(finalState(calm.world));
      expect(reported(world)).toEqual(reported(calm.world));
      expect(mailsSentAgain(world)).toBeLessThanOrEqual(2);
    }),
    { numRuns: 200 },
  );
});

it("reports what was done before a worker was killed though its retry cannot assume the role any more", async () => {
  const { effects } = await undisturbed();
  for (let at = 0; at < effects.length; at += 1) {
    const world = busyAccount();
    await runAndKill(world, { at, when: "after" }, bobIsRefused);

    const { result, error } = await runWorker(world, { around: failing({ AssumeRole: accessDenied }) });

    expect(error).toMatchObject({ name: "AccountUnreached" });
    expect(result?.outcome).toBe("unreached");
    const sent = [...world.table.entries.values()].filter(
      ({ state, run }) => state === "sent" && run === result?.run.id,
    );
    const off = [...world.table.deactivations.values()].filter(
      ({ state, run }) => state === "done" && run === result?.run.id,
    );
    const results = result?.results ?? [];
    const told = results.flatMap(({ notices }) => notices).filter(({ outcome }) => outcome === "sent");
    expect(told.length, effects[at]).toBe(sent.length);
    expect(results.filter(({ deactivation }) => deactivation !== undefined).length).toBe(off.length);
  }
});

it("keeps in the result what an interrupted attempt did to a user who cannot be read again", async () => {
  const calm = await undisturbed();
  const world = busyAccount();
  await runWorker(world, { ...bobIsRefused, around: failing({ "ListAccessKeys may": accessDenied }) });

  await runWorker(world, { ...bobIsRefused, around: failing({ "ListAccessKeys ann": accessDenied }) });

  expect(reported(world)).toEqual(reported(calm.world));
  const ann = world.saved.at(-1)?.results.find(({ decision }) => decision.userName === "ann");
  expect(ann).toMatchObject({
    decision: { age: 90, verdict: "deactivate" },
    deactivation: { outcome: "deactivated" },
  });
});

it("says so where neither the account nor the ledger can be read again", async () => {
  const world = busyAccount();
  await runWorker(world, bobIsRefused);

  const { result } = await runWorker(world, {
    around: failing({ AssumeRole: accessDenied, histories: new Error("no table") }),
  });

  expect(result?.reason).toMatch(
    /could not be assumed.*whether an earlier attempt acted is unknown: Error: no table/,
  );
});
