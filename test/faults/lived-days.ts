import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import { planItemsKey, reportKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { planItemSchema } from "../../statemachine/plan.ts";
import { type RunReport, runReportSchema } from "../../statemachine/run-report.ts";
import { accounts, busyDay, enforceable } from "./busy-organization.ts";
import { type BusyRun, type StartCloud, startBusyCloud } from "./busy-world.ts";
import type { CloudUnderTest, EndedExecution, MachineName } from "./cloud-under-test.ts";
import type { FaultCase } from "./fault-cases.ts";
import { inject } from "./inject.ts";
import { bucketOf, type Past, restorePast } from "./past.ts";
import { type SentNotice, sentNotices } from "./sent-notices.ts";
import { stateAfter } from "./state-after.ts";
import type { StatusChange } from "./status-changes.ts";

/** One execution in a life. */
export interface Step {
  readonly id: string;
  /** How many days after the busy day it runs. */
  readonly after: number;
  readonly machine: MachineName;
  /** @param isClosed whether the busy account was closed: operators then no longer name it */
  input(isClosed: boolean): object;
}

/** How many days after the busy day the account that joined last gets its member roles. */
const onboardedAfter = 3;

/** The result of an execution, and the world after it. */
export interface LivedStep {
  readonly step: Step;
  readonly day: Day;
  readonly execution: EndedExecution;
  readonly report: RunReport | undefined;
  /** The IDs of the keys in the run's plan. */
  readonly planned: readonly string[];
  /** The addresses in the tags of each key's user when it began, by access key ID. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** The keys that are Inactive, by ID. */
  readonly inactive: readonly string[];
  /** How many mails SES had accepted by the end of it, including those of the past. */
  readonly mails: number;
  /** See `stateAfter`. */
  readonly state: string;
}

/** Some days. One of their executions may have a fault. */
export interface Life {
  /** Whether the fault happened. */
  readonly happened: boolean;
  readonly steps: readonly LivedStep[];
  /** Every notice that was sent, including those of the past. */
  readonly sent: readonly SentNotice[];
  /** Every change of a key's status in these days. */
  readonly statusChanges: readonly StatusChange[];
  /** How many secrets of sessions were in the log. */
  readonly leaks: number;
  /** The access key IDs that were in the log as a whole. It may show the last four characters only. */
  readonly loggedKeyIds: readonly string[];
  /** Log lines that are not JSON, in which CloudWatch would not find level and run. */
  readonly brokenLines: readonly string[];
}

/** What each life starts from. */
export interface Beginning {
  readonly assembly: string;
  readonly past: Past;
  /** What the functions have logged since the last call. */
  readonly logged: () => string;
  readonly start?: StartCloud;
  readonly run: BusyRun;
  readonly script: readonly Step[];
  /** The index of the step that has the fault. */
  readonly faulty: number;
  /** Sets up the world before the first step. */
  prepare?(under: CloudUnderTest): void;
}

/**
 * Runs the days of a script. A life ends early once its state equals that of the clean life: the rest would be the
 * same.
 * @param clean the same script without a fault
 */
export async function live(beginning: Beginning, faultCase?: FaultCase, clean?: Life): Promise<Life> {
  const { assembly, past, logged, start, run, script, faulty } = beginning;
  const under = await startBusyCloud(assembly, start, run);
  try {
    await restorePast(under, past);
    beginning.prepare?.(under);
    const steps: LivedStep[] = [];
    let happened = false;
    const isClosed = faultCase?.fault.kind === "happens" && faultCase.fault.happening.closesAccount === true;
    for (const [index, step] of script.entries()) {
      if (index === faulty && faultCase !== undefined) inject(under, faultCase);
      under.moveTo(addDays(busyDay, step.after));
      if (step.after === onboardedAfter) await under.onboard(accounts.joining);
      const lived = await liveStep(under, past, step, isClosed && index > faulty);
      steps.push(lived);
      if (index === faulty) {
        happened = under.plan.affected.length > 0 || under.functions.faultHappened;
        under.plan.plan([]);
        under.functions.plan();
      }
      if (index >= faulty && clean?.steps[index]?.state === lived.state) break;
    }
    const log = logged();
    const text = log + under.runtimeLog.join("\n");
    return {
      happened,
      steps,
      sent: sentNotices([...past.mails, ...under.cloud.mail.outbox()]),
      statusChanges: under.statusChanges.map((change) => ({
        ...change,
        mailsBefore: change.mailsBefore + past.mails.length,
      })),
      leaks: [...under.secrets].filter((secret) => text.includes(secret)).length,
      loggedKeyIds: [...new Set(text.match(/\bA[KS]IA[A-Z0-9]{12,}\b/g))],
      brokenLines: log.split("\n").filter((line) => line !== "" && !/^\{.*\}$/.test(line)),
    };
  } finally {
    await under.close();
  }
}

/** Executes one step, and reads its results. */
async function liveStep(
  under: CloudUnderTest,
  past: Past,
  step: Step,
  isClosed: boolean,
): Promise<LivedStep> {
  const day = addDays(busyDay, step.after);
  const owners = ownersIn(under.cloud);
  const execution = await under.run(step.id, step.input(isClosed), step.machine);
  const object = (key: string) => under.cloud.buckets.get(bucketOf(under), key)?.body.toString("utf8");
  const json = object(reportKey(day, step.id, "json"));
  const items: unknown[] = JSON.parse(object(planItemsKey(day, step.id)) ?? "[]");
  return {
    step,
    day,
    execution,
    report: json === undefined ? undefined : parse(runReportSchema, JSON.parse(json), "report"),
    planned: items
      .map((item) => parse(planItemSchema, item, "plan item"))
      .flatMap(({ keys }) => keys.map(({ accessKeyId }) => accessKeyId)),
    owners,
    inactive: inactiveIn(under.cloud),
    mails: past.mails.length + under.cloud.mail.outbox().length,
    state: await stateAfter(under),
  };
}

/** The keys that are Inactive, by ID. */
export function inactiveIn({ iam }: EmbeddedCloud): string[] {
  return enforceable
    .flatMap((accountId) => iam.of(accountId).users())
    .flatMap(({ keys }) => [...keys.values()])
    .filter(({ status }) => status === "Inactive")
    .map(({ accessKeyId }) => accessKeyId)
    .sort();
}

function ownersIn({ iam }: EmbeddedCloud): Map<string, readonly string[]> {
  const users = enforceable.flatMap((accountId) => iam.of(accountId).users());
  return new Map(
    users.flatMap(({ keys, tags }) => {
      const written = tags.list().find(({ Key }) => Key === "email")?.Value ?? "";
      const addresses = written.split(/[\s,;]+/).filter((part) => part.includes("@"));
      return [...keys.keys()].map((id) => [id, addresses] as const);
    }),
  );
}
