import { runReportSchema, type RunReport } from "../../statemachine/run-report.ts";
import { reportKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import type { Fault } from "../../infra/local/faults/fault.ts";
import { busyDay, enforceable } from "./busy-organization.ts";
import { startBusyCloud } from "./busy-world.ts";
import type { CloudUnderTest, EndedExecution } from "./cloud-under-test.ts";
import { type FaultCase, timesOf } from "./fault-cases.ts";
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
  readonly secrets: ReadonlySet<string>;
  readonly runtimeLog: readonly string[];
}

/** Lives the busy day with a fault, or without, and then runs once more as an operator would. */
export async function liveDay(assembly: string, past: Past, faultCase?: FaultCase): Promise<DayFacts> {
  const under = await startBusyCloud(assembly);
  try {
    await restorePast(under, past);
    if (faultCase !== undefined) inject(under, faultCase);
    const faulty = await runFacts(under, "faulty");
    const happened = under.plan.befallen.length > 0 || under.functions.faultHappened;
    under.plan.plan([]);
    under.functions.plan();
    const recovered = await runFacts(under, "recovery");
    const { secrets, runtimeLog } = under;
    return { happened, faulty, recovered, secrets, runtimeLog };
  } finally {
    await under.close();
  }
}

function inject({ plan, functions }: CloudUnderTest, faultCase: FaultCase): void {
  const { site, fault } = faultCase;
  if (fault.kind === "never" || fault.kind === "twice") return functions.plan(site.call, fault.kind);
  const planned = { calls: site.call, from: site.time, times: timesOf(faultCase) };
  plan.plan([{ ...planned, fault: fault.kind === "killed" ? killing(fault.when, functions) : fault }]);
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

async function runFacts(under: CloudUnderTest, runId: string): Promise<RunFacts> {
  const execution = await under.run(runId);
  const { cloud } = under;
  const json = cloud.buckets.get(bucketOf(under), reportKey(busyDay, runId, "json"));
  return {
    execution,
    report:
      json === undefined ? undefined : parse(runReportSchema, JSON.parse(json.body.toString("utf8")), "report"),
    mails: noticeMails(cloud.mail.outbox()).map(toldBy),
    inactive: enforceable.flatMap((accountId) =>
      cloud.iam
        .of(accountId)
        .users()
        .flatMap(({ keys }) => [...keys.values()])
        .filter(({ status }) => status === "Inactive")
        .map(({ accessKeyId }) => accessKeyId),
    ),
  };
}
