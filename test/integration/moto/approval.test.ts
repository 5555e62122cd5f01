import { describeApproval } from "../approval.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeApproval(startMotoTestCloud);
