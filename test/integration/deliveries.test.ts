import { describeDeliveries } from "./deliveries.suite.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

describeDeliveries(startEmbeddedTestCloud);
