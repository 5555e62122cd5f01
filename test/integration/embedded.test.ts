import { describeDailyRun } from "./daily-run.suite.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

describeDailyRun("the embedded cloud", startEmbeddedTestCloud);
