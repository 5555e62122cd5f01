import * as fc from "fast-check";
import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { bobIsRefused, busyAccount } from "./busy-account.ts";
import { type Death, Execution, type Killed, runAndKill } from "./killed-worker.ts";
import { finalState, mailed, noticesSentAgain, type World } from "./world.ts";

capturedLog();

/** The undisturbed run, and its side effects. */
async function undisturbed() {
  const world = busyAccount();
  const execution = new Execution(world, bobIsRefused);
  const { effects } = await runAndKill(execution, { at: Number.POSITIVE_INFINITY, when: "before" });
  return { world, effects };
}

/** What was done according to the results, whichever attempt did it. */
function reported({ saved, deactivations }: World): string[] {
  const evaluated = (saved.at(-1)?.results ?? []).flatMap(({ facts, notices, finishedDeactivation }) => [
    ...notices.map(({ id, to, outcome }) => `${facts.accessKeyId} ${id.type} ${to} ${outcome}`),
    ...(finishedDeactivation ? [`${facts.accessKeyId} finished`] : []),
  ]);
  const deactivated = (deactivations.at(-1)?.keys ?? []).flatMap(({ accessKeyId, outcome, notices }) => [
    `${accessKeyId} ${outcome}`,
    ...notices.map(({ to, outcome: sent }) => `${accessKeyId} ${to} ${sent}`),
  ]);
  return [...evaluated, ...deactivated].sort();
}

/**
 * How many notices may have left without a record in the ledger, because the worker died between SES's answer and the
 * confirmation.
 */
function noticesInDoubt({ effects }: Killed): number {
  return effects.filter((claim, index) => {
    if (!claim.startsWith("claim")) return false;
    const mail = `mail ${claim.split(" ").at(-1)}`;
    const isConfirmed = effects.includes(claim.replace("claim", "confirm"));
    return !isConfirmed && effects.slice(index).includes(mail);
  }).length;
}

/** The killed attempt and those after it. */
async function killAndRetry(death: Death) {
  const world = busyAccount();
  const execution = new Execution(world, bobIsRefused);
  const killed = await runAndKill(execution, death);
  world.now += 5_000;
  await execution.toTheEnd();
  return { world, killed };
}

const deaths = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    (["before", "after"] as const).map((when) => ({ at, when })),
  ).flat();

it("has every kind of work to do in the account of the tests below", async () => {
  const { world, effects } = await undisturbed();

  const kinds = mailed(world).map((mail) => mail.split(" ")[1]);
  expect(new Set(kinds)).toEqual(new Set(["deactivated", "finalWarning", "staysActive", "warning"]));
  expect(effects.filter((call) => call.startsWith("refuse"))).toHaveLength(1);
  expect(effects.filter((call) => call.startsWith("UpdateAccessKey"))).toHaveLength(2);
  expect(effects.length).toBeGreaterThan(40);
});

it("ends as if nothing had happened, wherever a worker is killed: only notices that SES accepted and the ledger does not know are sent again", async () => {
  const calm = await undisturbed();
  for (const death of deaths(calm.effects.length)) {
    const { world, killed } = await killAndRetry(death);

    const place = `${death.when} ${death.at} ${killed.call}`;
    expect(finalState(world), place).toEqual(finalState(calm.world));
    expect(reported(world), place).toEqual(reported(calm.world));
    expect([...new Set(mailed(world))], place).toEqual([...new Set(mailed(calm.world))]);
    expect(noticesSentAgain(world), place).toBeLessThanOrEqual(noticesInDoubt(killed));
  }
});

it("deactivates each key once, wherever a worker is killed", async () => {
  const { effects } = await undisturbed();
  for (const death of deaths(effects.length)) {
    const { world, killed } = await killAndRetry(death);

    const updates = world.calls.filter((call) => call.startsWith("UpdateAccessKey"));
    const wasBefore = killed.call?.startsWith("UpdateAccessKey") === true && death.when === "before";
    expect(updates, `${death.when} ${killed.call}`).toHaveLength(wasBefore ? 3 : 2);
    expect(new Set(updates).size).toBe(2);
  }
});

it("ends the same after two kills, and again only notices in doubt are sent again", async () => {
  const calm = await undisturbed();
  const anyDeath = fc.record({
    at: fc.nat(calm.effects.length),
    when: fc.constantFrom("before" as const, "after" as const),
  });
  await fc.assert(
    fc.asyncProperty(anyDeath, anyDeath, fc.boolean(), async (first, second, isSoon) => {
      const world = busyAccount();
      const execution = new Execution(world, bobIsRefused);
      const once = await runAndKill(execution, first);
      world.now += isSoon ? 5_000 : 100_000;
      const twice = await runAndKill(execution, second);
      world.now += 5_000;
      await execution.toTheEnd();

      expect(finalState(world)).toEqual(finalState(calm.world));
      expect(reported(world)).toEqual(reported(calm.world));
      expect(noticesSentAgain(world)).toBeLessThanOrEqual(noticesInDoubt(once) + noticesInDoubt(twice));
    }),
    { numRuns: 100 },
  );
});
