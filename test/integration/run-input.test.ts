import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { describeRunInput } from "./run-input.suite.ts";

describeRunInput(startEmbeddedTestCloud);
