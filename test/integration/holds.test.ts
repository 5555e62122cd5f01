import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { describeHolds } from "./holds.suite.ts";

describeHolds(startEmbeddedTestCloud);
