import { describeKeyLife } from "../key-life.suite.ts";
import { startMotoTestCloud } from "./moto-test-cloud.ts";

describeKeyLife(startMotoTestCloud);
