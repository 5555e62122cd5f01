import { expect, it } from "vitest";
import { forecastAnswer } from "../../../../infra/cli/forecast/answer.ts";
import { forecastOf } from "../../../../infra/cli/forecast/load.ts";
import { pausedRun } from "../../../../infra/cli/shared/current-pause.ts";
import { loadRunFacts } from "../../../../infra/cli/shared/run-facts.ts";
import { type DueFacts, dueDays } from "../../../../infra/cli/status/due.ts";
import type { RunReport } from "../../../../statemachine/run-report.ts";
import { policy } from "../../../functions/domain/policy-fixture.ts";
import { reporter } from "../../../functions/report/report-fixture.ts";
import { accountResult, dueKey, keyResult, run } from "../../../functions/report/result-fixture.ts";

const now = new Date(`${run.day}T10:00:00Z`);
const pauseUntil = (until: string) => ({ until, reason: "freeze", by: "jane" });
const noSettings = { missing: "There is no settings file." };

/** A run that knew this pause, with a key that is due in two days and one that is due later. */
async function reported(pausedUntil?: string) {
  const known = pausedRun(run, pausedUntil === undefined ? undefined : { until: pausedUntil });
  const keys = [dueKey(1, 88), dueKey(2, 82), keyResult(3, { age: 65 })];
  const results = [accountResult(1, { run: known, results: keys })];
  const made = reporter({ results, event: { run: known } });
  await made.reportRun();
  const reader = {
    getText: async (key: string) => made.objects.get(key),
    address: (key: string) => `s3://curfew-runs/${key}`,
  };
  return { report: made.report(), reader };
}

async function due(
  more: Partial<Pick<DueFacts, "pause" | "policy" | "now">>,
  { report, reader }: { report: RunReport; reader: DueFacts["reader"] },
) {
  return await dueDays({ reader, report, pause: undefined, policy: () => noSettings, now, ...more });
}

it("takes the days from the report if the pause is the one that the run knew", async () => {
  const [without, paused] = [await reported(), await reported("2026-12-01")];

  expect(await due({}, without)).toEqual({ days: without.report.upcoming, isPauseNew: false });
  expect(await due({ pause: pauseUntil("2026-12-01") }, paused)).toEqual({
    days: paused.report.upcoming,
    isPauseNew: false,
  });
  expect(await due({ now: new Date("2026-12-02T10:00:00Z") }, paused)).toMatchObject({ isPauseNew: false });
  expect(await due({ pause: { missing: "AccessDenied" } }, without)).toMatchObject({ isPauseNew: false });
});

it("moves deactivations behind a pause that began after the run, like the forecast", async () => {
  const made = await reported();
  const pause = pauseUntil("2026-12-03");
  const { days, isPauseNew } = await due({ pause, policy: () => policy() }, made);
  const facts = await loadRunFacts({ reader: made.reader, run, accountIds: ["000000000001"] });
  const { forecast } = forecastAnswer(
    forecastOf({
      facts: { ...facts, run: pausedRun(run, pause) },
      report: made.report,
      policy: policy(),
      days: 14,
      now,
    }),
  );

  expect(isPauseNew).toBe(true);
  expect(made.report.upcoming.some(({ on, deactivations }) => deactivations > 0 && on <= "2026-12-03")).toBe(
    true,
  );
  expect(days).toMatchObject(forecast.days);
  expect(forecast.days.filter(({ deactivations }) => deactivations > 0).map(({ on }) => on)).toEqual([
    "2026-12-04",
  ]);
});

it("moves deactivations forward if the pause of the run has ended since", async () => {
  const made = await reported("2026-12-03");
  const { days } = await due({ policy: () => policy() }, made);

  expect(days).toEqual((await reported()).report.upcoming);
});

it("says why the days are unknown if the pause has changed and there are no settings", async () => {
  expect(await due({ pause: pauseUntil("2026-12-03") }, await reported())).toEqual({
    days: noSettings,
    isPauseNew: true,
  });
});
