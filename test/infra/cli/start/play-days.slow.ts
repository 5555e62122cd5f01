import { beforeAll, describe, expect, it } from "vitest";
import { type Played, playDays } from "../../../../infra/cli/start/play-days.ts";
import { type PlayedDay, playedDayLine, playedDaysHead } from "../../../../infra/cli/start/played-day.ts";
import { firstDeploymentSettings, oldKeys } from "../../../../infra/sandbox/sample/first-deployment.ts";
import { synthesizeOnce } from "../../../support/synthesize-once.ts";
import { tooWide } from "../plain-terminal.ts";

let played: Played;
const reported: PlayedDay[] = [];

beforeAll(async () => {
  played = await playDays({
    reportAssembly: synthesizeOnce(firstDeploymentSettings("report")),
    enforceAssembly: synthesizeOnce(firstDeploymentSettings("enforce")),
    days: 2,
    onDay: (day) => reported.push(day),
  });
});

describe("three days of a first deployment", () => {
  it("begins with a run in report mode, which counts the old keys and sends no notice", () => {
    const [report] = played.days;

    expect(report).toMatchObject({
      day: "report",
      overdue: oldKeys,
      due: 0,
      deactivated: 0,
      notices: oldKeys,
    });
    expect(played.mails.filter(({ to }) => to.startsWith("old-"))).toHaveLength(oldKeys);
  });

  it("notifies every owner on the first enforcing day, and nobody again on the next", () => {
    expect(played.days.slice(1)).toMatchObject([
      { day: 0, overdue: oldKeys, planned: 0, deactivated: 0, waiting: 0, notices: oldKeys },
      { day: 1, overdue: oldKeys, planned: 0, deactivated: 0, waiting: 0, notices: 0, awaitingApproval: 0 },
    ]);
  });

  it("spreads the deactivations from day 10 on, by the old keys that the run in report mode counted", () => {
    const upcoming = played.last.report?.upcoming.filter(({ deactivations }) => deactivations > 0) ?? [];
    const dayZero = Date.parse(played.days[1]?.date ?? "");
    const days = upcoming.map(({ on }) => (Date.parse(on) - dayZero) / 86_400_000);
    const keys = upcoming.reduce((sum, { deactivations }) => sum + deactivations, 0);

    expect(Math.min(...days)).toBe(10);
    // The forecast of day 1 reaches to day 15: six of the 38 days.
    expect(keys).toBeGreaterThan(20);
    expect(keys).toBeLessThan(100);
  });

  it("runs once a day of the cloud, and reports each day as soon as it is over", () => {
    const [first, ...later] = played.days.map(({ date }) => Date.parse(date));

    expect(later.map((date) => (date - (first ?? 0)) / 86_400_000)).toEqual([1, 2]);
    expect(reported).toEqual(played.days);
  });
});

it("prints a day as one line below the head", () => {
  const day = {
    overdue: 291,
    due: 12,
    planned: 10,
    deactivated: 9,
    waiting: 2,
    notices: 1,
    awaitingApproval: 0,
  };
  const line = playedDayLine({ day: 10, date: "2026-12-09", ...day });

  expect(line.trim().split(/\s+/)).toEqual("10 2026-12-09 291 12 10 9 2 1 0".split(" "));
  expect(line).toHaveLength(playedDaysHead.length);
  expect(tooWide(playedDaysHead)).toEqual([]);
});
