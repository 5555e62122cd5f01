import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { names } from "../../infra/cdk/names.ts";
import { loggedSince } from "../support/log-lines.ts";
import { type Prepared, prepare, type Suite } from "./busy-suite.ts";
import { describeFaults } from "./describe-faults.ts";
import { faultCases, happeningCases } from "./fault-cases.ts";

const adHoc = describeFaults({
  name: "ad-hoc",
  suite: "adHoc",
  casesOf(all) {
    // After the scheduler, an ad hoc run is the same as a daily one.
    const sites = all.filter(({ call }) => call.caller === names.schedulerFunction);
    return [...faultCases(sites), ...happeningCases(sites)];
  },
});

const logged = loggedSince();
const others: Prepared[] = [];
beforeAll(async () => {
  const suites: readonly Suite[] = ["daily", "restoreKey", "restoreRun", "approve"];
  for (const suite of suites) others.push(await prepare(logged, suite));
});

it("covers every operation that functions/aws calls", () => {
  const folder = new URL("../../functions/aws/", import.meta.url);
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
  const called = sources.flatMap((source) =>
    [...source.matchAll(/new (\w+)Command\(|\bpaginate(\w+)\(/g)].map(([, sent, paged]) => sent ?? paged),
  );
  const covered = [adHoc(), ...others].flatMap(({ sites }) => sites.map(({ call }) => call.operation));

  expect(called.length).toBeGreaterThan(15);
  expect(called.filter((operation) => operation !== undefined && !covered.includes(operation))).toEqual([]);
});
