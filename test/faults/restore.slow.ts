import { beforeAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { inShare } from "../support/slow-share.ts";
import { caseText, prepareBusyDay } from "./busy-suite.ts";
import type { BusyDay } from "./day-of-faults.ts";
import { faultCases } from "./fault-cases.ts";
import { brokenBy, liveRestore } from "./restore-under-faults.ts";

scaledTime();
const logged = loggedSince();
let day: BusyDay;
beforeAll(async () => {
  ({ day } = await prepareBusyDay(logged));
});

it("restores a key and tells its people, and refuses the same order while it is on", async () => {
  const { faulty, again } = await liveRestore(day);

  expect(faulty).toMatchObject({
    execution: { status: "SUCCEEDED" },
    isOn: true,
    restore: { state: "done" },
  });
  expect(faulty.told).toHaveLength(2);
  expect(again).toMatchObject({ execution: { status: "FAILED", error: "InvalidInput" }, isOn: true });
});

it("keeps what it promises of a restore whatever goes wrong at a call", async () => {
  const { sites } = await liveRestore(day);
  const cases = inShare(faultCases(sites));
  const broken: string[] = [];
  const ends = new Map<string, number>();
  const kinds = new Map<string, number>();
  for (const faultCase of cases) {
    const found = await liveRestore(day, faultCase);
    const { status, error = "" } = found.faulty.execution;
    const end = status === "SUCCEEDED" ? status : error;
    kinds.set(faultCase.name, (kinds.get(faultCase.name) ?? 0) + 1);
    ends.set(end, (ends.get(end) ?? 0) + 1);
    broken.push(...brokenBy(found, faultCase).map((promise) => `${caseText(faultCase)}: ${promise}`));
  }
  printFigures("restore", {
    callSites: sites.length,
    cases: cases.length,
    kinds: Object.fromEntries([...kinds].sort()),
    broken: broken.length,
    ends: Object.fromEntries([...ends].sort()),
  });

  expect(broken).toEqual([]);
});
