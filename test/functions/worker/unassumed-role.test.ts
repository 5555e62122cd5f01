import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { accessDenied, awsError, failing } from "./around.ts";
import { runEvaluate } from "./run-worker.ts";
import { keyIdOf, today, warned, worldOf } from "./world.ts";

const log = capturedLog();
const joe = keyIdOf("joe");

/** Jane's key is due on day 90, Joe gets his warning of day 70. */
function janeAndJoe() {
  return worldOf({ jane: { keys: [{ age: 90, notified: warned }] }, joe: { keys: [{ age: 70 }] } });
}

const noRole = { around: failing({ AssumeRole: accessDenied }) };

it("reports an account whose role refuses Curfew as unreachable, marks it, and is not retried", async () => {
  const world = janeAndJoe();

  const { result, error } = await runEvaluate(world, noRole);

  expect(error).toMatchObject({ name: "AccountUnreachable", cause: accessDenied });
  expect(result).toMatchObject({
    outcome: "unreachable",
    reason: { code: "roleRefused" },
    users: 0,
    results: [],
  });
  expect(world.calls.slice(-2)).toEqual(["mark unreachable", "save"]);
  expect(log.join("")).toContain("AccessDenied");
});

it("names the reason if the Region of the STS endpoint is not enabled in the account", async () => {
  const disabled = awsError("RegionDisabledException", "STS is not activated in this region");

  const { result } = await runEvaluate(janeAndJoe(), { around: failing({ AssumeRole: disabled }) });

  expect(result).toMatchObject({ outcome: "unreachable", reason: { code: "regionDisabled" } });
});

it.each([accessDenied, awsError("RegionDisabledException")])(
  "skips an account that is being closed if its role answers $name: no failure, no marker",
  async (refusal) => {
    const world = janeAndJoe();
    const account = { state: "PENDING_CLOSURE" };

    const { result, error } = await runEvaluate(world, { account, around: failing({ AssumeRole: refusal }) });

    expect(error).toBeUndefined();
    expect(result).toMatchObject({ outcome: "skipped", reason: { code: "pendingClosure" } });
    expect(world.markers).toEqual([]);
  },
);

it("evaluates an account that is being closed as long as its role can be assumed", async () => {
  const { result } = await runEvaluate(janeAndJoe(), { account: { state: "PENDING_CLOSURE" } });

  expect(result?.outcome).toBe("evaluated");
});

it.each([
  { daysAgo: 0, outcome: "notOnboarded" },
  { daysAgo: 6, outcome: "notOnboarded" },
  { daysAgo: 7, outcome: "unreachable" },
])("an account that joined $daysAgo days ago and has no role is $outcome", async ({ daysAgo, outcome }) => {
  const account = { joinedOn: addDays(today, -daysAgo) };

  const { result } = await runEvaluate(janeAndJoe(), { account, ...noRole });

  expect(result?.outcome).toBe(outcome);
});

it.each([60, -60])(
  "counts onboarding from the real day if it evaluates as of %i days from today",
  async (days) => {
    const account = { joinedOn: addDays(today, -1) };
    const run = { day: addDays(today, days) };

    const { result, error } = await runEvaluate(janeAndJoe(), { account, mode: "report", run, ...noRole });

    expect(error).toBeUndefined();
    expect(result).toMatchObject({ outcome: "notOnboarded", reason: { code: "joinedRecently", days: 1 } });
  },
);

it("does not report an account as not onboarded if an earlier attempt of the run sent mail there", async () => {
  const account = { joinedOn: today };
  const world = janeAndJoe();
  await runEvaluate(world, { account });

  const { result } = await runEvaluate(world, { account, ...noRole });

  expect(result).toMatchObject({
    outcome: "unreachable",
    results: [{ facts: { accessKeyId: joe }, notices: [{ to: "joe@example.com", outcome: "sent" }] }],
  });
});

it("says so if neither the account nor the ledger can be read", async () => {
  const { result } = await runEvaluate(janeAndJoe(), {
    around: failing({ AssumeRole: accessDenied, histories: new Error("no table") }),
  });

  expect(result?.problems[0]?.problem).toContain(
    "whether an earlier attempt acted is unknown: Error: no table",
  );
});
