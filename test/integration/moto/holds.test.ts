import { describeHolds } from "../holds.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeHolds(startMotoTestCloud);
