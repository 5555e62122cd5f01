import { allCases } from "./busy-suite.ts";
import { describeFaults } from "./describe-faults.ts";

/** One of two files, so that they run side by side. */
describeFaults({
  name: "daily-1-of-2",
  suite: "daily",
  casesOf: (sites) => allCases(sites).filter((_, index) => index % 2 === 0),
});
