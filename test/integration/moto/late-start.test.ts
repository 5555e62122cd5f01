import { describeLateStart } from "../late-start.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeLateStart(startMotoTestCloud);
