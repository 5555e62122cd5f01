import { describeFaults } from "./describe-faults.ts";
import { faultCases } from "./fault-cases.ts";

describeFaults({ name: "approve", suite: "approve", casesOf: faultCases });
