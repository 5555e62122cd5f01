import { describeRunInput } from "../run-input.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeRunInput(startMotoTestCloud);
