import { expect, it } from "vitest";
import { printFigures } from "../support/print-figures.ts";
import { inShare } from "../support/slow-share.ts";
import { startBundledCloud } from "./bundled-cloud.ts";
import { busyDay, enforceable } from "./busy-organization.ts";
import { runCases } from "./busy-suite.ts";
import type { StartCloud } from "./busy-world.ts";
import { isWanted, preparedSuite } from "./describe-faults.ts";
import { type FaultCase, faultCases } from "./fault-cases.ts";
import { live } from "./lived-days.ts";
import { noticeText } from "./sent-notices.ts";

const prepared = preparedSuite("daily");

/** One case in 113: each function runs in a process, and a process takes a while to start. */
const every = 113;

function isInSample({ fault }: FaultCase, index: number): boolean {
  return index % every === 0 || (fault.kind === "killed" && index % 11 === 0);
}

it("keeps every promise when the synthesized bundles run in processes that are really killed", async () => {
  const { beginning, ...others } = prepared();
  const chosen = faultCases(others.sites)
    // Both wait in real time: for a lost answer until Lambda's timeout, for a late one until the client's.
    .filter(({ fault }) => fault.kind !== "never" && fault.kind !== "late")
    .filter((one, index) => isWanted(one) ?? isInSample(one, index))
    // A kill ends every worker at work, and each may just have sent a mail.
    .map((one) => (one.fault.kind === "killed" ? { ...one, duplicates: enforceable.length } : one));

  const { broken, figures } = await runCases(
    { ...others, beginning: { ...beginning, start: startBundledCloud } },
    inShare(chosen),
  );
  printFigures("faults-bundles", figures);

  expect(broken).toEqual([]);
});

it.each([-20, 10])(
  "does all that is due when the functions' clocks are wrong by %i minutes",
  async (skewMinutes) => {
    const { beginning, clean } = prepared();
    const start: StartCloud = (options) => startBundledCloud({ ...options, skewMinutes });

    const life = await live({ ...beginning, start, script: beginning.script.slice(0, 1) });

    const sentOnDay = ({ sent }: typeof life) =>
      sent
        .filter(({ on }) => on === busyDay)
        .map(noticeText)
        .sort();
    expect(life.steps[0]?.execution).toMatchObject({ status: "SUCCEEDED" });
    expect(sentOnDay(life)).toEqual(sentOnDay(clean));
    expect(life.steps[0]?.inactive).toEqual(clean.steps[0]?.inactive);
    expect(life.leaks).toBe(0);
  },
);
