import { describeApproval } from "../approval.suite.ts";
import { describeCoverage } from "../coverage.suite.ts";
import { describeDeliveries } from "../deliveries.suite.ts";
import { describeHolds } from "../holds.suite.ts";
import { describeKeyLife } from "../key-life.suite.ts";
import { printLacks } from "../lacks.ts";
import { describeLateStart } from "../late-start.suite.ts";
import { describePace } from "../pace.suite.ts";
import { describeReportMode } from "../report-mode.suite.ts";
import { describeRestore } from "../restore.suite.ts";
import { describeRunInput } from "../run-input.suite.ts";
import { motoLacks } from "./moto-lacks.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

printLacks("moto", motoLacks);
// One after the other: each has a moto and processes of its own.
describeKeyLife(startMotoTestCloud);
describeLateStart(startMotoTestCloud);
describeRunInput(startMotoTestCloud);
describePace(startMotoTestCloud);
describeApproval(startMotoTestCloud);
describeHolds(startMotoTestCloud);
describeDeliveries(startMotoTestCloud);
describeReportMode(startMotoTestCloud);
describeRestore(startMotoTestCloud);
describeCoverage(startMotoTestCloud, motoLacks);
