import { describeCoverage } from "../coverage.suite.ts";
import { printLacks } from "../lacks.ts";
import { motoLacks } from "./moto-lacks.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

printLacks("moto", motoLacks);
describeCoverage(startMotoTestCloud, motoLacks);
