import { describePace } from "../pace.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describePace(startMotoTestCloud);
