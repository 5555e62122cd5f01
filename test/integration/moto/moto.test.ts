import { describeDailyRun } from "../daily-run.suite.ts";
import { motoLacks } from "./moto-lacks.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeDailyRun("moto", startMotoTestCloud, motoLacks);
