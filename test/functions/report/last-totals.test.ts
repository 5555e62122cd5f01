import { expect, it } from "vitest";
import type { Policy } from "../../../functions/domain/policy.ts";
import { lastTotalsKey } from "../../../functions/domain/run-files.ts";
import { isComparable } from "../../../functions/report/last-totals.ts";
import type { ReportEvent, Run } from "../../../statemachine/contract.ts";
import { policy } from "../domain/policy-fixture.ts";
import { totals } from "./page/report-page-fixture.ts";
import { reporter } from "./report-fixture.ts";
import { account, accountResult, run } from "./result-fixture.ts";

const yesterday: Run = { ...run, id: "daily-0", startedAt: "2026-11-22T08:00:00.000Z", day: "2026-11-22" };
const tomorrow: Run = { ...run, id: "daily-2", startedAt: "2026-11-24T08:00:00.000Z", day: "2026-11-24" };
const entry = (of: Run, users: number) => ({ run: of, totals: totals({ users }) });

/** A report over one account with one user, where the last run left this behind. */
async function after(last: unknown, event: Partial<ReportEvent> = {}, own: Policy = policy()) {
  const made = await reporter({
    accounts: [account(1)],
    results: [accountResult(1, { users: 1 })],
    event,
    task: { policy: own },
  });
  if (last !== undefined) {
    const text = typeof last === "string" ? last : JSON.stringify(last);
    await made.bucket.putText({ bucket: "curfew-runs", key: lastTotalsKey }, text, "application/json");
  }
  await made.summarize();
  const kept = (): unknown => JSON.parse(made.bucket.objects.get(lastTotalsKey)?.text ?? "null");
  return { previous: made.report().previous, kept };
}

it("has nothing to compare with in the first run, and leaves its totals for the next", async () => {
  const { previous, kept } = await after(undefined);

  expect(previous).toBeUndefined();
  expect(kept()).toMatchObject({ run: { id: "daily-1" }, totals: { users: 1 } });
});

it("is compared to the run before it, and takes its place", async () => {
  const { previous, kept } = await after(entry(yesterday, 7));

  expect(previous).toEqual(entry(yesterday, 7));
  expect(kept()).toMatchObject({ run: { id: "daily-1" }, previous: entry(yesterday, 7) });
});

it("is compared to the run before it also when the report is written a second time", async () => {
  const { previous, kept } = await after({ ...entry(run, 1), previous: entry(yesterday, 7) });

  expect(previous).toEqual(entry(yesterday, 7));
  expect(kept()).toMatchObject({ run: { id: "daily-1" }, previous: entry(yesterday, 7) });
});

it("is not compared to a later run that has ended before it, and leaves that one's totals alone", async () => {
  const later = { ...entry(tomorrow, 9), previous: entry(yesterday, 7) };
  const { previous, kept } = await after(later);

  expect(previous).toEqual(entry(yesterday, 7));
  expect(kept()).toEqual(later);
});

it("neither compares nor keeps the totals of a run over accounts that were asked for", async () => {
  const { previous, kept } = await after(entry(yesterday, 7), { onlyAskedFor: true });

  expect(previous).toBeUndefined();
  expect(kept()).toEqual(entry(yesterday, 7));
});

it.each(["{", '{"run":{}}', JSON.stringify({ ...entry(yesterday, 7), extra: true })])(
  "writes its report where the last totals are not what this version writes: %s",
  async (text) => {
    const { previous, kept } = await after(text);

    expect(previous).toBeUndefined();
    expect(kept()).toMatchObject({ run: { id: "daily-1" } });
  },
);

it.each([
  { run: "of the whole Organization, as deployed", event: {}, comparable: true },
  { run: "over accounts that were asked for", event: { onlyAskedFor: true }, comparable: false },
  { run: "as on a day before", event: { run: { ...run, day: "2026-11-01" } }, comparable: false },
  { run: "lowered to report mode", event: { run: { ...run, mode: "report" } }, comparable: false },
] as const)(
  "can be compared only if it went over all accounts on its own day in the deployed mode: $run",
  ({ event, comparable }) => {
    const location = { bucket: "curfew-runs", key: "key" };
    const whole: ReportEvent = {
      run,
      workList: location,
      leftOut: location,
      accounts: { listed: 1, leftOut: 0 },
      maxConcurrency: 40,
    };

    expect(isComparable({ ...whole, ...event }, policy())).toBe(comparable);
  },
);

it("compares the runs of a deployment in report mode to each other", async () => {
  const reporting: Run = { ...run, mode: "report" };
  const { previous } = await after(entry(yesterday, 7), { run: reporting }, policy({ mode: "report" }));

  expect(previous).toEqual(entry(yesterday, 7));
});
