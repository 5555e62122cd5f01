import { describeCoverage } from "./coverage.suite.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

describeCoverage(startEmbeddedTestCloud, {});
