import { describeFaults } from "./describe-faults.ts";
import { faultCases } from "./fault-cases.ts";

describeFaults({ name: "restore-of-a-run", suite: "restoreRun", casesOf: faultCases });
