import { describeCallSites } from "./busy-suite.ts";

describeCallSites(2, 2);
