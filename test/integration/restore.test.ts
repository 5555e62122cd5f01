import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { describeRestore } from "./restore.suite.ts";

describeRestore(startEmbeddedTestCloud, {});
