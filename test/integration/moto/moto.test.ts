import { describeCoverage } from "../coverage.suite.ts";
import { describeKeyLife } from "../key-life.suite.ts";
import { printLacks } from "../lacks.ts";
import { describeLateStart } from "../late-start.suite.ts";
import { describeRestore } from "../restore.suite.ts";
import { describeRunInput } from "../run-input.suite.ts";
import { motoLacks } from "./moto-lacks.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

printLacks("moto", motoLacks);
describeKeyLife(startMotoTestCloud);
describeLateStart(startMotoTestCloud);
describeRunInput(startMotoTestCloud);
describeRestore(startMotoTestCloud);
describeCoverage(startMotoTestCloud, motoLacks);
