import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { describeLateStart } from "./late-start.suite.ts";

describeLateStart(startEmbeddedTestCloud);
