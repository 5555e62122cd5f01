import { beforeAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { inShare } from "../support/slow-share.ts";
import { startBundledCloud } from "./bundled-cloud.ts";
import { enforceable } from "./busy-organization.ts";
import { itKeepsToTheWrittenDay, type Prepared, prepareBusyDay, runCases } from "./busy-suite.ts";
import type { StartCloud } from "./busy-world.ts";
import { liveDay } from "./day-of-faults.ts";
import { faultCases } from "./fault-cases.ts";
import { toldText } from "./told.ts";

scaledTime();
const logged = loggedSince();
let prepared: Prepared;
beforeAll(async () => {
  prepared = await prepareBusyDay(logged);
});

itKeepsToTheWrittenDay(() => prepared);

/** Every so-manieth case, because a process takes a while to start. */
const every = 113;

it("keeps every promise in the synthesized bundles too, in processes that are really killed", async () => {
  const chosen = faultCases(prepared.sites)
    // A lost answer is waited for as long as Lambda lets a function run.
    .filter(({ fault }) => fault.kind !== "never")
    .filter(({ fault }, index) => index % every === 0 || (fault.kind === "killed" && index % 11 === 0))
    // What is killed takes every worker at work with it, and each may just have sent a mail.
    .map((one) => (one.fault.kind === "killed" ? { ...one, duplicates: enforceable.length } : one));
  const cases = inShare(chosen);

  const { broken, figures, tally } = await runCases(
    { ...prepared, day: { ...prepared.day, start: startBundledCloud } },
    cases,
  );
  printFigures("bundles", { ...figures, ...tally });

  expect(broken).toEqual([]);
});

it.each([-20, 10])(
  "does all that is due while the functions' clocks are %i minutes off",
  async (skewMinutes) => {
    const { day, clean } = prepared;
    const start: StartCloud = (options) => startBundledCloud({ ...options, skewMinutes });

    const { faulty, leaks } = await liveDay({ ...day, start });

    expect(faulty.execution).toMatchObject({ status: "SUCCEEDED" });
    expect(faulty.mails.flat().map(toldText).sort()).toEqual(
      clean.recovered.mails.flat().map(toldText).sort(),
    );
    expect([...faulty.inactive].sort()).toEqual([...clean.recovered.inactive].sort());
    expect(leaks).toBe(0);
  },
);
