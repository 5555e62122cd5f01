import { describeApproval } from "./approval.suite.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

describeApproval(startEmbeddedTestCloud);
