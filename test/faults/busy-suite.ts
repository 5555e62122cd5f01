import { beforeAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { inShare, slowShare } from "../support/slow-share.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { wrongOnBusyDay } from "./busy-day.ts";
import { type BusyRun, busyInput, busySettings, startBusyCloud } from "./busy-world.ts";
import { type CallSite, callSites, siteText } from "./call-sites.ts";
import { type BusyDay, type DayFacts, liveDay } from "./day-of-faults.ts";
import { type FaultCase, faultCases, happeningCases, withoutEffectCases } from "./fault-cases.ts";
import { livePast, restorePast } from "./past.ts";
import { verdictOn } from "./promises.ts";

/** What a suite of faults came to, run after run the same. */
export interface FaultFigures {
  /** Distinct call sites of a run. */
  readonly callSites: number;
  /** Cases: a site and what goes wrong there. */
  readonly cases: number;
  /** How many cases there were of each thing that goes wrong. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Promises that were broken: something lost for good or in silence, done wrongly, or said too often. */
  readonly broken: number;
}

/** What differs a little with the order in which calls happen to be made. */
export interface FaultTally {
  /** Notices and deactivations that a faulty run did not do; it said so, and the recovery did them. */
  readonly losses: number;
  /** Mails that were sent again, all of them where one may be. */
  readonly duplicates: number;
  /** How the faulty executions ended. */
  readonly ends: Readonly<Record<string, number>>;
}

/** What the cases of a suite start from. */
export interface Prepared {
  readonly day: BusyDay;
  readonly clean: DayFacts;
  readonly sites: readonly CallSite[];
}

/** Lives the past, and the day as it is where nothing goes wrong, and records its calls. */
export async function prepareBusyDay(logged: () => string, run: BusyRun = "daily"): Promise<Prepared> {
  const assembly = synthesizeOnce(busySettings(run));
  const before = await startBusyCloud(assembly, undefined, run);
  const past = await livePast(before);
  await before.close();
  const day = { assembly, past, logged, run };
  const clean = await liveDay(day);
  const under = await startBusyCloud(assembly, undefined, run);
  await restorePast(under, past);
  await under.run("recorded", busyInput(run));
  const sites = callSites(under.recorder.calls);
  await under.close();
  return { day, clean, sites };
}

/** Lives one day for each case, and holds it against the promises. */
export async function runCases(
  { day, clean, sites }: Prepared,
  cases: readonly FaultCase[],
): Promise<{
  readonly broken: readonly string[];
  readonly figures: FaultFigures;
  readonly tally: FaultTally;
}> {
  const broken: string[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const sums = { losses: 0, duplicates: 0 };
  const ends = new Map<string, number>();
  const kinds = new Map<string, number>();
  for (const faultCase of cases) {
    const facts = await liveDay(day, faultCase);
    const { broken: promises, losses, duplicates, end } = verdictOn(facts, clean.recovered, faultCase);
    kinds.set(faultCase.name, (kinds.get(faultCase.name) ?? 0) + 1);
    sums.losses += losses;
    sums.duplicates += duplicates;
    ends.set(end, (ends.get(end) ?? 0) + 1);
    const wrong = [
      ...(facts.happened ? [] : ["it did not happen"]),
      ...promises,
      ...unhandled.splice(0).map((reason) => `unhandled rejection: ${String(reason)}`),
    ];
    broken.push(...wrong.map((promise) => `${caseText(faultCase)}: ${promise}`));
  }
  process.off("unhandledRejection", note);
  return {
    broken,
    figures: {
      callSites: sites.length,
      cases: cases.length,
      kinds: Object.fromEntries([...kinds].sort()),
      broken: broken.length,
    },
    tally: { ...sums, ends: Object.fromEntries([...ends].sort()) },
  };
}

/**
 * Drives every call site of a run through everything that can go wrong there, one thing a day.
 * @param part of so many `parts`: each is a file of its own, so that they run side by side
 */
export function describeCallSites(part: number, parts: number): void {
  scaledTime();
  const logged = loggedSince();
  let prepared: Prepared;
  beforeAll(async () => {
    prepared = await prepareBusyDay(logged);
  });

  itKeepsToTheWrittenDay(() => prepared);

  it("keeps every promise whatever goes wrong at a call, and makes up for it in the next run", async () => {
    const cases = allCases(prepared.sites);

    const { broken, figures, tally } = await runCases(
      prepared,
      inShare(cases.filter((_, index) => index % parts === part - 1)),
    );
    printFigures(`call-sites-${part}-of-${parts}`, { ...figures, ...tally });

    expect(broken).toEqual([]);
    expect(tally.losses).toBeGreaterThan(100 / slowShare);
  });
}

/** Everything that can go wrong at every site. */
export function allCases(sites: readonly CallSite[]): FaultCase[] {
  return [...faultCases(sites), ...happeningCases(sites), ...withoutEffectCases(sites)];
}

/** The day that all others are held against. */
export function itKeepsToTheWrittenDay(prepared: () => Prepared): void {
  it("tells and switches off what it must where nothing goes wrong", () => {
    expect(wrongOnBusyDay(prepared().clean.faulty)).toEqual([]);
    expect(wrongOnBusyDay(prepared().clean.recovered)).toEqual([]);
  });
}

/** A case in a line. */
export function caseText({ site, name, happens }: FaultCase): string {
  return `${siteText(site)}, ${name} ${happens}`;
}
