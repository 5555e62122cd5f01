import { describeReportMode } from "../report-mode.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeReportMode(startMotoTestCloud);
