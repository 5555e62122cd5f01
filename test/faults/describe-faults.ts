import { beforeAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { inShare } from "../support/slow-share.ts";
import { wrongOnBusyDays } from "./busy-day.ts";
import { type Prepared, prepare, runCases, type Suite } from "./busy-suite.ts";
import type { CallSite } from "./call-sites.ts";
import type { FaultCase } from "./fault-cases.ts";
import { verdictOn } from "./promises.ts";

/** What a suite is made of. */
export interface FaultSuite {
  /** What figures and tests call it. */
  readonly name: string;
  readonly suite: Suite;
  casesOf(sites: readonly CallSite[]): readonly FaultCase[];
}

/**
 * Drives every call site of an execution through everything that can go wrong there, one thing in each life.
 * @returns what was prepared, for further tests of the same file
 */
export function describeFaults({ name, suite, casesOf }: FaultSuite): () => Prepared {
  const prepared = preparedSuite(suite);

  it(`keeps every promise whatever goes wrong at a call of ${name}, and on the days that follow`, async () => {
    const { broken, figures } = await runCases(prepared(), inShare(casesOf(prepared().sites)));
    printFigures(`faults-${name}`, figures);

    expect(broken).toEqual([]);
  });
  return prepared;
}

/** Prepares a suite before its tests, and tests the life without a fault that all others are held against. */
export function preparedSuite(suite: Suite): () => Prepared {
  scaledTime();
  const logged = loggedSince();
  let prepared: Prepared;
  beforeAll(async () => {
    prepared = await prepare(logged, suite);
  });

  it("keeps every promise and tells and deactivates what it must where nothing goes wrong", () => {
    const { clean, beginning } = prepared;
    if (suite === "daily" || suite === "adHoc") expect(wrongOnBusyDays(clean)).toEqual([]);
    expect(clean.steps.map(({ execution: { status, cause } }) => [status, cause])).toEqual(
      clean.steps.map(() => ["SUCCEEDED", undefined]),
    );
    expect(verdictOn(clean, clean, beginning.faulty).broken).toEqual([]);
  });
  return () => prepared;
}
