import { describeCallSites } from "./busy-suite.ts";

describeCallSites(1, 2);
