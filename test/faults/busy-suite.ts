import { synthesizeOnce } from "../support/synthesize-once.ts";
import { accounts, keyId } from "./busy-organization.ts";
import { type BusyRun, busySettings, startBusyCloud } from "./busy-world.ts";
import { type CallSite, callSites, siteText } from "./call-sites.ts";
import { type FaultCase, faultCases, happeningCases, withoutEffectCases } from "./fault-cases.ts";
import { type Beginning, type Life, live } from "./lived-days.ts";
import { livePast, restorePast } from "./past.ts";
import { checkLife } from "./promises.ts";
import { approveScript, dailyScript, restoreScript } from "./scripts.ts";

/** The figures of a suite of faults. */
export interface FaultFigures {
  /** Distinct call sites of the execution that has the faults. */
  readonly callSites: number;
  /** Cases: a site and a fault. */
  readonly cases: number;
  /** How many cases there were of each fault. */
  readonly kinds: Readonly<Record<string, number>>;
  /** How many executions ran, each on its day. */
  readonly daysLived: number;
  /** Mails that were sent again. More than a case allows is a broken promise. */
  readonly duplicates: number;
  /** How the faulty executions ended. */
  readonly ends: Readonly<Record<string, number>>;
  readonly promisesBroken: number;
}

/** What all cases of a suite start from. */
export interface Prepared {
  readonly beginning: Beginning;
  readonly clean: Life;
  readonly sites: readonly CallSite[];
}

/** Which execution has the faults. */
export type Suite = "daily" | "adHoc" | "restoreKey" | "restoreRun" | "approve";

/** Runs the past and the days without a fault, and records the calls of the execution. */
export async function prepare(logged: () => string, suite: Suite = "daily"): Promise<Prepared> {
  const run: BusyRun = suite === "adHoc" ? "adHoc" : suite === "approve" ? "approval" : "daily";
  const assembly = synthesizeOnce(busySettings(run));
  const before = await startBusyCloud(assembly, undefined, run);
  const past = await livePast(before);
  await before.close();
  const beginning: Beginning = { assembly, past, logged, run, ...scriptOf(suite) };
  const clean = await live(beginning);
  return { beginning, clean, sites: await sitesOf(beginning) };
}

function scriptOf(suite: Suite): Pick<Beginning, "script" | "faulty" | "prepare"> {
  if (suite === "approve") return { script: approveScript(), faulty: 1 };
  if (suite === "daily" || suite === "adHoc") return { script: dailyScript(suite), faulty: 0 };
  return {
    script: restoreScript(suite === "restoreKey" ? "key" : "run"),
    faulty: 0,
    prepare: ({ cloud }) => cloud.iam.of(accounts.busy).updateKey("ned", keyId("NED1"), "Inactive"),
  };
}

async function sitesOf({
  assembly,
  past,
  run,
  script,
  faulty,
  prepare: setUp,
}: Beginning): Promise<CallSite[]> {
  const under = await startBusyCloud(assembly, undefined, run);
  await restorePast(under, past);
  setUp?.(under);
  for (const { id, machine, input } of script.slice(0, faulty + 1)) {
    under.recorder.clear();
    await under.run(id, input(false), machine);
  }
  await under.close();
  return callSites(under.recorder.calls);
}

/** Runs the days of each case, and checks them against the promises. */
export async function runCases(
  { beginning, clean, sites }: Prepared,
  cases: readonly FaultCase[],
): Promise<{ readonly broken: readonly string[]; readonly figures: FaultFigures }> {
  const broken: string[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const ends = new Map<string, number>();
  const kinds = new Map<string, number>();
  const sums = { daysLived: 0, duplicates: 0 };
  for (const faultCase of cases) {
    const life = await live(beginning, faultCase, clean);
    const { broken: promises, duplicates, end } = checkLife(life, clean, beginning.faulty, faultCase);
    sums.daysLived += life.steps.length;
    sums.duplicates += duplicates;
    kinds.set(faultCase.name, (kinds.get(faultCase.name) ?? 0) + 1);
    ends.set(end, (ends.get(end) ?? 0) + 1);
    const wrong = [
      ...(life.happened ? [] : ["the fault did not happen"]),
      ...promises,
      ...unhandled.splice(0).map((reason) => `unhandled rejection: ${String(reason)}`),
    ];
    broken.push(...wrong.map((promise) => `${caseText(faultCase)}: ${promise}`));
  }
  process.off("unhandledRejection", note);
  const sorted = (counts: ReadonlyMap<string, number>) => Object.fromEntries([...counts].sort());
  const figures = {
    callSites: sites.length,
    cases: cases.length,
    ...sums,
    promisesBroken: broken.length,
    ends: sorted(ends),
    kinds: sorted(kinds),
  };
  return { broken, figures };
}

/** Everything that can go wrong at every site. */
export function allCases(sites: readonly CallSite[]): FaultCase[] {
  return [...faultCases(sites), ...happeningCases(sites), ...withoutEffectCases(sites)];
}

/** A case in one line. */
export function caseText({ site, name, happens }: FaultCase): string {
  return `${siteText(site)}, ${name} ${happens}`;
}
