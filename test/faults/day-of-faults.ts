import { reportKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { type RunReport, runReportSchema } from "../../statemachine/run-report.ts";
import { accounts, busyDay, enforceable } from "./busy-organization.ts";
import { type BusyRun, busyInput, type StartCloud, startBusyCloud } from "./busy-world.ts";
import type { CloudUnderTest, EndedExecution } from "./cloud-under-test.ts";
import { type FaultCase, timesOf } from "./fault-cases.ts";
import type { Happening } from "./happenings.ts";
import type { Fault } from "./injection/fault.ts";
import { bucketOf, type Past, restorePast } from "./past.ts";
import { noticeMails, type Told, toldBy } from "./told.ts";

/** What a run came to, and how the world looked after it. */
export interface RunFacts {
  readonly execution: EndedExecution;
  readonly report: RunReport | undefined;
  /** Every mail about keys so far, as the notices in it. */
  readonly mails: readonly (readonly Told[])[];
  /** The keys that do not work, by id. */
  readonly inactive: readonly string[];
}

/** A day: a run in which something goes wrong, and another one in which nothing does. */
export interface DayFacts {
  /** Whether the fault met its call. */
  readonly happened: boolean;
  readonly faulty: RunFacts;
  readonly recovered: RunFacts;
  /** Secrets of sessions that stood in the log. */
  readonly leaks: number;
  /** Log lines that are no JSON, where CloudWatch would not find level and run. */
  readonly brokenLines: readonly string[];
}

/** What the busy day is lived from. */
export interface BusyDay {
  readonly assembly: string;
  readonly past: Past;
  /** What the functions logged since it was asked last. */
  readonly logged: () => string;
  readonly start?: StartCloud;
  readonly run: BusyRun;
}

/** Lives the busy day with a fault, or without, and then runs once more as an operator would. */
export async function liveDay(
  { assembly, past, logged, start, run }: BusyDay,
  faultCase?: FaultCase,
): Promise<DayFacts> {
  const under = await startBusyCloud(assembly, start, run);
  try {
    await restorePast(under, past);
    if (faultCase !== undefined) inject(under, faultCase);
    const faulty = await runFacts(under, "faulty", busyInput(run));
    const happened = under.plan.befallen.length > 0 || under.functions.faultHappened;
    under.plan.plan([]);
    under.functions.plan();
    // An operator reads the refusal of an account that is closed, and no longer names it.
    const closed = faultCase?.fault.kind === "happens" && faultCase.fault.happening.closesAccount;
    const recovered = await runFacts(under, "recovery", busyInput(run, closed ? [accounts.busy] : []));
    const log = logged();
    const text = log + under.runtimeLog.join("\n");
    const leaks = [...under.secrets].filter((secret) => text.includes(secret)).length;
    const brokenLines = log.split("\n").filter((line) => line !== "" && !isJson(line));
    return { happened, faulty, recovered, leaks, brokenLines };
  } finally {
    await under.close();
  }
}

/** Plans what goes wrong. */
export function inject(under: CloudUnderTest, faultCase: FaultCase): void {
  const { plan, functions } = under;
  const { site, fault } = faultCase;
  const planned = { calls: site.call, from: site.time, times: timesOf(faultCase) };
  if (fault.kind === "never" || fault.kind === "twice") functions.plan(site.call, fault.kind);
  else if (fault.kind === "killed") plan.plan([{ ...planned, fault: killing(fault.when, functions) }]);
  else if (fault.kind === "happens") plan.plan([{ ...planned, fault: happeningIn(under, fault) }]);
  else plan.plan([{ ...planned, fault }]);
}

function happeningIn(
  under: CloudUnderTest,
  { when, happening }: { readonly when: "before" | "after"; readonly happening: Happening },
): Fault {
  return {
    kind: "event",
    when,
    async happen() {
      happening.happen(under);
      return undefined;
    },
  };
}

/** Where it is killed before, the call does not reach its service either. */
function killing(when: "before" | "after", functions: CloudUnderTest["functions"]): Fault {
  return {
    kind: "event",
    when,
    async happen(call) {
      functions.killCallerOf(call);
      return when === "before" ? "reset" : undefined;
    },
  };
}

function isJson(line: string): boolean {
  return /^\{.*\}$/.test(line);
}

/** Runs once, and looks at what came of it. */
async function runFacts(under: CloudUnderTest, runId: string, input: object): Promise<RunFacts> {
  const execution = await under.run(runId, input);
  const { cloud } = under;
  const json = cloud.buckets.get(bucketOf(under), reportKey(busyDay, runId, "json"));
  return {
    execution,
    report:
      json === undefined
        ? undefined
        : parse(runReportSchema, JSON.parse(json.body.toString("utf8")), "report"),
    mails: noticeMails(cloud.mail.outbox()).map(toldBy),
    inactive: inactiveIn(cloud),
  };
}

/** The keys that do not work, by id. */
export function inactiveIn({ iam }: EmbeddedCloud): string[] {
  return enforceable
    .flatMap((accountId) => iam.of(accountId).users())
    .flatMap(({ keys }) => [...keys.values()])
    .filter(({ status }) => status === "Inactive")
    .map(({ accessKeyId }) => accessKeyId);
}
