import * as fc from "fast-check";
import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import type { Around } from "./around.ts";
import { bobIsRefused, busyAccount } from "./busy-account.ts";
import { retryToTheEnd, runAndKill } from "./killed-worker.ts";
import { type Outcome, runWorker } from "./run-worker.ts";
import { finalState, mailed, mailsSentAgain, type World } from "./world.ts";

capturedLog();

/** The schedule's run and another one that started while it was at work. */
const twoRuns = [{ runId: "daily" }, { runId: "by-hand" }] as const;

async function undisturbed(): Promise<World> {
  const world = busyAccount();
  await runWorker(world, bobIsRefused);
  return world;
}

/** Each call waits until the scheduler lets it take effect: any order of the calls of both workers may happen. */
function interleaved(scheduler: fc.Scheduler): Around {
  return async (call, effect) => {
    await scheduler.schedule(Promise.resolve(), call);
    return effect();
  };
}

/** Runs both to their end, as the state machine would: whoever did not end well comes back. */
async function finish(world: World, outcomes: readonly Outcome[]): Promise<void> {
  for (const [index, { error }] of outcomes.entries())
    if (error !== undefined) await retryToTheEnd(world, { ...bobIsRefused, ...twoRuns[index] });
}

it("two runs at once send each notice once and switch each key off once, in whatever order their calls fall", async () => {
  const calm = await undisturbed();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = busyAccount();
      const around = interleaved(scheduler);
      const both = twoRuns.map((run) => runWorker(world, { ...bobIsRefused, ...run, around }));
      const outcomes = await scheduler.waitFor(Promise.all(both));
      await finish(world, outcomes);

      expect(finalState(world)).toEqual(finalState(calm));
      expect(mailed(world)).toEqual(mailed(calm));
    }),
    { numRuns: 250 },
  );
});

it("a run during which another is killed ends the same, with one duplicate mail at most", async () => {
  const calm = await undisturbed();
  const anyDeath = fc.record({ at: fc.nat(45), when: fc.constantFrom("before" as const, "after" as const) });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anyDeath, async (scheduler, death) => {
      const world = busyAccount();
      const [daily, byHand] = twoRuns;
      const killed = runAndKill(world, death, { ...bobIsRefused, ...daily, around: interleaved(scheduler) });
      const other = runWorker(world, { ...bobIsRefused, ...byHand, around: interleaved(scheduler) });
      const [, outcome] = await scheduler.waitFor(Promise.all([killed, other]));
      await finish(world, [{ result: undefined, error: new Error("killed") }, outcome]);

      expect(finalState(world)).toEqual(finalState(calm));
      expect([...new Set(mailed(world))]).toEqual([...new Set(mailed(calm))]);
      expect(mailsSentAgain(world)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 250 },
  );
});

it.each([
  { what: "a schedule event that comes twice", daysLater: 0 },
  { what: "the run of the next day", daysLater: 1 },
])("$what finds everything told and done", async ({ daysLater }) => {
  const world = await undisturbed();
  const calm = finalState(world);
  const { length } = world.outbox;

  const { error } = await runWorker(world, { ...bobIsRefused, runId: "again", daysLater });

  expect(error).toBeUndefined();
  expect(world.outbox.slice(length)).toEqual([]);
  expect(finalState(world)).toEqual(calm);
});
