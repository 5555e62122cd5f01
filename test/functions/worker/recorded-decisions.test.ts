import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { revoked } from "../../../functions/domain/key-history.ts";
import { capturedLog } from "../../support/captured-log.ts";
import type { Around } from "./around.ts";
import { setStatus, setTag } from "./memory-account.ts";
import { reportOf } from "./memory-report.ts";
import { runBoth, runDeactivate, runEvaluate } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, today, type UserWish, type World, warned, worldOf } from "./world.ts";

capturedLog();

const jane = keyIdOf("jane");

/** An account with one user, Jane, and one key. */
function janes(key: UserWish["keys"][number], wish: Partial<UserWish> = {}) {
  return worldOf({ jane: { ...wish, keys: [key] } });
}

function roundOf(world: World, id = jane): number | undefined {
  return world.table.get(id)?.history.round;
}

it("records a revocation before it notifies, and notifies in the new round", async () => {
  const world = janes({ age: 90, notified: warned }, { userType: "machine" });

  await runEvaluate(world);

  const revoke = world.calls.indexOf(`revoke ${jane} staysActiveNotice`);
  expect(revoke).toBeGreaterThan(0);
  expect(world.calls.indexOf(`claim ${jane} stage jane@example.com`)).toBeGreaterThan(revoke);
  expect(mailed(world)).toEqual([`jane@example.com: staysActive ${jane}`]);
  expect(world.table.get(jane)?.history.notices.at(-1)).toMatchObject({ round: 1, state: "sent" });
});

it("in report mode records the revocation of an exemption, and none that only a mail would cause", async () => {
  const exempt = `${addDays(today, 30)} sam@example.com moving to roles`;
  const world = worldOf({
    jane: { keys: [{ age: 85, notified: warned }], exempt },
    joe: { keys: [{ age: 90, notified: warned }], userType: "machine" },
  });

  await runEvaluate(world, { mode: "report" });

  expect(roundOf(world)).toBe(1);
  expect(roundOf(world, keyIdOf("joe"))).toBe(0);
});

it("records nothing when it evaluates as of yesterday, when the user was still exempt", async () => {
  const exempt = `${addDays(today, -1)} sam@example.com moving to roles`;
  const world = janes({ age: 80, notified: [80] }, { exempt });

  const { result } = await runEvaluate(world, { mode: "report", run: { day: addDays(today, -1) } });

  expect(result?.results[0]?.decision).toMatchObject({ state: "exempt", revoke: "exemptionBegun" });
  expect(roundOf(world)).toBe(0);
});

it("records nothing when it evaluates as of another day", async () => {
  const exempt = `${addDays(today, 30)} sam@example.com moving to roles`;
  const world = janes({ age: 85, notified: warned }, { exempt });
  const day = addDays(today, 60);

  const { result } = await runEvaluate(world, { mode: "report", run: { day } });

  expect(result?.outcome).toBe("evaluated");
  expect(roundOf(world)).toBe(0);
});

it("withdraws an intention of an earlier day that had no effect, but not one of today", async () => {
  const intended = (on: string) =>
    ({ deactivation: { state: "intended", number: 1, on, run: "other" } }) as const;
  const world = worldOf({
    jane: { keys: [{ age: 91, notified: warned, history: intended(addDays(today, -1)) }] },
    joe: { keys: [{ age: 91, notified: warned, history: intended(today) }] },
  });

  await runEvaluate(world);

  expect(world.table.get(jane)?.history.deactivation).toBeUndefined();
  expect(world.table.get(keyIdOf("joe"))?.history.deactivation?.state).toBe("intended");
});

it("finishes a deactivation that was interrupted after the key became Inactive: recorded first, then notified", async () => {
  const deactivation = { state: "intended", number: 1, on: addDays(today, -1), run: "other" } as const;
  const world = janes({ age: 91, status: "Inactive", notified: warned, history: { deactivation } });

  const { result } = await runEvaluate(world);

  expect(world.table.get(jane)?.history).toMatchObject({
    round: 1,
    deactivation: { state: "done", on: addDays(today, -1), begunBy: "other" },
  });
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
  expect(world.calls.indexOf(`complete ${jane}`)).toBeLessThan(world.calls.indexOf("mail jane@example.com"));
  expect(result?.results[0]).toMatchObject({ finishedDeactivation: true, notices: [{ outcome: "sent" }] });
});

it("does not send a notice about a key that was restored while the account was evaluated", async () => {
  const world = janes({ age: 80, notified: [70] });

  const { result, error } = await runEvaluate(world, {
    around: async (call, effect) => {
      const entry = world.table.get(jane);
      if (call.startsWith("ListUserTags") && entry !== undefined)
        entry.history = { ...entry.history, round: entry.history.round + 1 };
      return effect();
    },
  });

  expect(world.outbox).toEqual([]);
  expect(result?.results[0]?.notices).toMatchObject([{ outcome: "overtaken" }]);
  expect(error).toBeUndefined();
});

const ended = `${addDays(today, -1)} sam@example.com moving to roles`;

it.each([
  { what: "a mail that the key stays active", wish: { userType: "machine" } },
  { what: "an exemption that has ended", wish: { exempt: ended } },
])(
  "sends no mail about a key if its revocation by $what could not be recorded, and reports the problem",
  async ({ wish }) => {
    const world = janes({ age: 90, notified: warned }, wish);

    const { result } = await runEvaluate(world, {
      around: async (call, effect) => {
        if (call.startsWith("revoke")) throw new Error("the table is damaged");
        return effect();
      },
    });

    expect(world.outbox).toEqual([]);
    expect(result?.problems).toEqual([{ userName: "jane", problem: "ledger: Error: the table is damaged" }]);
  },
);

it("sends no new warning about a key that is restored right before its revocation is recorded", async () => {
  const world = janes({ age: 90, notified: warned }, { exempt: ended });

  await runEvaluate(world, {
    around: async (call, effect) => {
      const entry = world.table.get(jane);
      if (call.startsWith("revoke") && entry !== undefined)
        entry.history = revoked(entry.history, "restore", today, "restore");
      return effect();
    },
  });

  expect(world.outbox).toEqual([]);
  expect(world.table.get(jane)?.history.revocations.map(({ by }) => by)).toEqual(["restore"]);
});

/** The ledger's type allows an unreadable entry. The memory ledger has none. */
const unreadableEntry: Around = async (call, effect) => {
  const answer = effect();
  if (call === "histories" && answer instanceof Map) answer.set(jane, { unreadable: "expected a day" });
  return answer;
};

it("reports a problem if a key's ledger entry cannot be read, and sends no mail and takes no decision", async () => {
  const world = janes({ age: 70 });

  const { result } = await runEvaluate(world, { around: unreadableEntry });

  expect(world.outbox).toEqual([]);
  expect(result).toMatchObject({ results: [], problems: [{ problem: "ledger: expected a day" }] });
});

it("does not deactivate a key whose ledger entry cannot be read, and says so", async () => {
  const world = janes({ age: 90, notified: warned });

  const { result } = await runDeactivate(world, [jane], { around: unreadableEntry });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(result?.keys[0]?.why).toEqual({ code: "failed", error: "ledger: expected a day" });
});

it("reads tags that lead to a revocation again before it records the revocation", async () => {
  const world = janes({ age: 71, notified: [70] }, { exempt: `${today} sam@example.com moving to roles` });
  await runEvaluate(world, { daysLater: 0, report: (users) => reportOf(users) });
  expect(roundOf(world)).toBe(1);
  setTag(world.users, "jane", "CurfewExempt", `${addDays(today, 30)} sam@example.com still moving`);

  await runEvaluate(world, { daysLater: 1, report: (users) => reportOf(users) });

  expect(mailed(world)).toEqual([]);
});

const redriven = { daysLater: 1, run: { day: today, startedAt: `${today}T08:00:00Z` } };

it.each([
  { what: "before the next run", inactiveOn: [], activeOn: [] },
  { what: "days later, after a run found it Inactive", inactiveOn: [{ daysLater: 3 }], activeOn: [] },
  { what: "and its run is redriven", inactiveOn: [], activeOn: [redriven] },
])(
  "warns again if a deactivation that could not be recorded is undone by the owner $what",
  async ({ inactiveOn, activeOn }) => {
    const world = janes({ age: 90, notified: warned });
    await runEvaluate(world);
    await runDeactivate(world, [jane], {
      around: async (call, effect) => {
        if (call.startsWith("complete")) throw new Error("the table is damaged");
        return effect();
      },
    });
    expect(statuses(world)).toEqual({ [jane]: "Inactive" });
    for (const wish of inactiveOn) await runBoth(world, wish);
    setStatus(world.users, "jane", jane, "Active");
    for (const wish of activeOn) await runBoth(world, wish);

    await runBoth(world, { daysLater: 4, run: { id: "next" } });

    expect(statuses(world)).toEqual({ [jane]: "Active" });
    expect(mailed(world)).toEqual([`jane@example.com: finalWarning ${jane}`]);
    expect(world.table.get(jane)?.history).toMatchObject({ round: 1, restarts: 0 });
  },
);
