import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { describeReportMode } from "./report-mode.suite.ts";

describeReportMode(startEmbeddedTestCloud);
