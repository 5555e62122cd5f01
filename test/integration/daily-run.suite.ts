import { describe } from "vitest";
import { describeCoverage } from "./coverage.suite.ts";
import { describeKeyLife } from "./key-life.suite.ts";
import { type Lacks, printLacks } from "./lacks.ts";
import { describeLateStart } from "./late-start.suite.ts";
import { describeRestore } from "./restore.suite.ts";
import { describeRunInput } from "./run-input.suite.ts";
import type { StartCloud } from "./test-cloud.ts";

/**
 * The daily run from one end to the other, against whichever cloud. Each part starts a cloud of its own, so
 * that they run side by side: much of a run is a worker's wait for a credential report.
 * @param lacks in what the cloud is looser than AWS
 */
export function describeDailyRun(name: string, startCloud: StartCloud, lacks: Lacks = {}): void {
  printLacks(name, lacks);
  describe.concurrent(`the daily run on ${name}`, () => {
    describeKeyLife(startCloud);
    describeLateStart(startCloud);
    describeRunInput(startCloud);
    describeRestore(startCloud);
    describeCoverage(startCloud, lacks);
  });
}
