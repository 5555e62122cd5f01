import { expect, it } from "vitest";
import { printFigures } from "../support/print-figures.ts";
import { inShare } from "../support/slow-share.ts";
import { startBundledCloud } from "./bundled-cloud.ts";
import { busyDay, enforceable } from "./busy-organization.ts";
import { runCases } from "./busy-suite.ts";
import type { StartCloud } from "./busy-world.ts";
import { preparedSuite } from "./describe-faults.ts";
import { faultCases } from "./fault-cases.ts";
import { live } from "./lived-days.ts";
import { toldText } from "./told.ts";

const prepared = preparedSuite("daily");

/** Every so-manieth case, because a process takes a while to start. */
const every = 113;

it("keeps every promise in the synthesized bundles too, in processes that are really killed", async () => {
  const { beginning, ...others } = prepared();
  const chosen = faultCases(others.sites)
    // A lost answer is waited for as long as Lambda lets a function run; a late one as long as a client of it waits.
    .filter(({ fault }) => fault.kind !== "never" && fault.kind !== "late")
    .filter(({ fault }, index) => index % every === 0 || (fault.kind === "killed" && index % 11 === 0))
    // What is killed takes every worker at work with it, and each may just have sent a mail.
    .map((one) => (one.fault.kind === "killed" ? { ...one, duplicates: enforceable.length } : one));

  const { broken, figures } = await runCases(
    { ...others, beginning: { ...beginning, start: startBundledCloud } },
    inShare(chosen),
  );
  printFigures("faults-bundles", figures);

  expect(broken).toEqual([]);
});

it.each([-20, 10])(
  "does all that is due while the functions' clocks are %i minutes off",
  async (skewMinutes) => {
    const { beginning, clean } = prepared();
    const start: StartCloud = (options) => startBundledCloud({ ...options, skewMinutes });

    const life = await live({ ...beginning, start, script: beginning.script.slice(0, 1) });

    const toldOnDay = ({ told }: typeof life) =>
      told
        .filter(({ on }) => on === busyDay)
        .map(toldText)
        .sort();
    expect(life.steps[0]?.execution).toMatchObject({ status: "SUCCEEDED" });
    expect(toldOnDay(life)).toEqual(toldOnDay(clean));
    expect(life.steps[0]?.inactive).toEqual(clean.steps[0]?.inactive);
    expect(life.leaks).toBe(0);
  },
);
