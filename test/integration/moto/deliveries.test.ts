import { describeDeliveries } from "../deliveries.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeDeliveries(startMotoTestCloud);
