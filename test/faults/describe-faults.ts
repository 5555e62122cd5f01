import { beforeAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { inShare } from "../support/slow-share.ts";
import { wrongOnBusyDays } from "./busy-day.ts";
import { caseText, type Prepared, prepare, runCases, type Suite } from "./busy-suite.ts";
import type { CallSite } from "./call-sites.ts";
import type { FaultCase } from "./fault-cases.ts";
import { checkLife } from "./promises.ts";

/** To repeat cases that failed: `FAULT_CASE="no table" npm run test:slow -- test/faults/daily`. */
const wanted = process.env.FAULT_CASE;

/** A suite of fault cases. */
export interface FaultSuite {
  /** The name in figures and test titles. */
  readonly name: string;
  readonly suite: Suite;
  casesOf(sites: readonly CallSite[]): readonly FaultCase[];
}

/**
 * Tests everything that can go wrong at every call site of an execution, one fault in each life.
 * @returns the prepared suite, for further tests in the same file
 */
export function describeFaults({ name, suite, casesOf }: FaultSuite): () => Prepared {
  const prepared = preparedSuite(suite);

  it(`keeps every promise whatever goes wrong at a call of ${name}, and on the days after it`, async () => {
    const cases = inShare(casesOf(prepared().sites)).filter((one) => isWanted(one) !== false);
    const { broken, figures } = await runCases(prepared(), cases);
    printFigures(`faults-${name}`, figures);

    expect(broken).toEqual([]);
  });
  return prepared;
}

/** Whether a case is one of those that `FAULT_CASE` names; `undefined` if it names none. */
export function isWanted(faultCase: FaultCase): boolean | undefined {
  return wanted === undefined ? undefined : new RegExp(wanted).test(caseText(faultCase));
}

/** Prepares a suite before its tests, and tests the life without a fault, with which all others are compared. */
export function preparedSuite(suite: Suite): () => Prepared {
  scaledTime();
  const logged = loggedSince();
  let prepared: Prepared;
  beforeAll(async () => {
    prepared = await prepare(logged, suite);
  });

  it("sends the expected notices, deactivates the expected keys and keeps every promise when nothing goes wrong", () => {
    const { clean, beginning } = prepared;
    if (suite === "daily" || suite === "adHoc") expect(wrongOnBusyDays(clean)).toEqual([]);
    expect(clean.steps.map(({ execution: { status, cause } }) => [status, cause])).toEqual(
      clean.steps.map(() => ["SUCCEEDED", undefined]),
    );
    expect(checkLife(clean, clean, beginning.faulty).broken).toEqual([]);
  });
  return () => prepared;
}
