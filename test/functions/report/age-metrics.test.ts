import { expect, it } from "vitest";
import { metricsLine } from "../../../functions/report/metrics.ts";
import { emptyTotals } from "../../../functions/report/tally.ts";
import { run } from "./result-fixture.ts";

const at = new Date("2026-11-23T08:05:00.000Z");

function publishedFor(ages: readonly { age: number; keys: number }[]) {
  return JSON.parse(metricsLine({ run, totals: emptyTotals(0), ages: [...ages] }, at));
}

it("counts active keys by age band, and every band, so that no graph has a hole", () => {
  const published = publishedFor([
    { age: 0, keys: 3 },
    { age: 69, keys: 1 },
    { age: 70, keys: 5 },
    { age: 79, keys: 7 },
    { age: 364, keys: 11 },
    { age: 4000, keys: 13 },
  ]);

  expect(published).toMatchObject({
    ActiveKeysAge0To69: 4,
    ActiveKeysAge70To79: 12,
    ActiveKeysAge80To89: 0,
    ActiveKeysAge90To179: 0,
    ActiveKeysAge180To364: 11,
    ActiveKeysAge365AndMore: 13,
  });
});

it("declares each metric that has a value, and no more than the format allows", () => {
  const { _aws: directives, Mode, run: runId, ...values } = publishedFor([]);
  const [directive, ...others] = directives.CloudWatchMetrics;

  expect(others).toEqual([]);
  expect(directive).toMatchObject({ Namespace: "Curfew", Dimensions: [["Mode"]] });
  expect(directive.Metrics.map(({ Name }: { Name: string }) => Name)).toEqual(Object.keys(values));
  expect(directive.Metrics.length).toBeLessThanOrEqual(100);
  expect([Mode, runId]).toEqual(["enforce", "daily-1"]);
  expect(directives.Timestamp).toBe(at.getTime());
});
