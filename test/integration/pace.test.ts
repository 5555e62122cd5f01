import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { describePace } from "./pace.suite.ts";

describePace(startEmbeddedTestCloud);
