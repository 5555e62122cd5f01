import * as fc from "fast-check";
import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import type { Around } from "./around.ts";
import { bobIsRefused, busyAccount } from "./busy-account.ts";
import { Execution, runAndKill } from "./killed-worker.ts";
import { setTag } from "./memory-account.ts";
import { runEvaluate } from "./run-worker.ts";
import {
  finalState,
  keyIdOf,
  mailed,
  noticesSentAgain,
  type UserWish,
  type World,
  warned,
  worldOf,
} from "./world.ts";

capturedLog();

/** A worker sends five mails at once (functions/notices/send-notices.ts), and Eve's has two notices. */
const noticesInFlight = 6;

/** The scheduled run and another one that was started during it. */
function twoRuns(world: World): [Execution, Execution] {
  return [
    new Execution(world, { ...bobIsRefused, run: { id: "daily" } }),
    new Execution(world, { ...bobIsRefused, run: { id: "by-hand" } }),
  ];
}

async function undisturbed(): Promise<World> {
  const world = busyAccount();
  await new Execution(world, bobIsRefused).toTheEnd();
  return world;
}

/** Each call waits for fast-check's scheduler, so the calls of both workers may happen in any order. */
function interleaved(scheduler: fc.Scheduler): Around {
  return async (call, effect) => {
    await scheduler.schedule(Promise.resolve(), call);
    return effect();
  };
}

it("two runs at once send each notice once and deactivate each key once, in any order of their calls", async () => {
  const calm = await undisturbed();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = busyAccount();
      const around = interleaved(scheduler);
      const runs = twoRuns(world);
      // Attempt by attempt, so that the time to the next one does not pass while a worker is between claim and mail.
      for (let attempt = 0; attempt < 6; attempt += 1) {
        await scheduler.waitFor(Promise.all(runs.map((run) => run.next(around))));
        world.now += 100_000;
      }

      expect(finalState(world)).toEqual(finalState(calm));
      expect(mailed(world)).toEqual(mailed(calm));
      expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toHaveLength(2);
    }),
    { numRuns: 100 },
  );
});

it("a run ends the same if another is killed and retried beside it, with no more duplicate notices than were in flight", async () => {
  const calm = await undisturbed();
  const anyDeath = fc.record({ at: fc.nat(45), when: fc.constantFrom("before" as const, "after" as const) });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anyDeath, async (scheduler, death) => {
      const world = busyAccount();
      const [daily, byHand] = twoRuns(world);
      const around = interleaved(scheduler);
      const killed = runAndKill(daily, death, around);
      await scheduler.waitFor(Promise.all([killed, byHand.next(around)]));
      world.now += 100_000;
      await daily.toTheEnd();
      await byHand.toTheEnd();

      expect(finalState(world)).toEqual(finalState(calm));
      expect([...new Set(mailed(world))]).toEqual([...new Set(mailed(calm))]);
      expect(noticesSentAgain(world)).toBeLessThanOrEqual(noticesInFlight);
    }),
    { numRuns: 100 },
  );
});

it.each([
  { what: "a schedule event that comes twice", daysLater: 0 },
  { what: "the run of the next day", daysLater: 1 },
])("$what sends nothing again", async ({ daysLater }) => {
  const world = await undisturbed();
  const { length } = world.outbox;

  await new Execution(world, { ...bobIsRefused, run: { id: "again" }, daysLater }).toTheEnd();

  expect(mailed({ ...world, outbox: world.outbox.slice(length) })).toEqual([]);
});

it.each<{ what: string; key: UserWish["keys"][number]; exempt?: string; sent: string }>([
  { what: "a reminder", key: { age: 80 }, sent: "warning" },
  { what: "a mail that withdraws the named day", key: { age: 90, notified: warned }, sent: "finalWarning" },
  { what: "a mail about an unreadable exemption", key: { age: 80 }, exempt: "please", sent: "warning" },
])(
  "$what, which says that the key stays active, is not sent if another run has warned the owner meanwhile",
  async ({ key, exempt, sent }) => {
    const machine = exempt === undefined ? { userType: "machine" } : { exempt };
    const world = worldOf({ jane: { ...machine, keys: [key] } });
    let isFirst = true;

    const { result } = await runEvaluate(world, {
      around: async (call, effect) => {
        if (call.startsWith("claim") && isFirst) {
          isFirst = false;
          setTag(world.users, "jane", "UserType", "employee");
          setTag(world.users, "jane", "CurfewExempt", undefined);
          await runEvaluate(world, { run: { id: "by-hand" } });
        }
        return effect();
      },
    });

    expect(mailed(world)).toEqual([`jane@example.com: ${sent} ${keyIdOf("jane")}`]);
    expect(result?.results[0]?.notices).toMatchObject([{ outcome: "overtaken" }]);
  },
);
