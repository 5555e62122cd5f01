import { describeRestore } from "../restore.suite.ts";
import { motoLacks } from "./moto-lacks.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeRestore(startMotoTestCloud, motoLacks);
