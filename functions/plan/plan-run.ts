import pMap from "p-map";
import type { PlanEvent, PlanFile, PlanItem, PlanOutput } from "../../statemachine/plan.ts";
import type { ObjectLocation } from "../../statemachine/run.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { Controls } from "../aws/controls.ts";
import type { WaitingKey } from "../aws/ledger-waiting.ts";
import type { MailAccount } from "../aws/sender.ts";
import type { Day } from "../domain/calendar-day.ts";
import {
  afterReservation,
  keysToDeactivate,
  type Plan,
  type PlannedKey,
  waitingKeys,
} from "../domain/plan.ts";
import type { Policy } from "../domain/policy.ts";
import { planItemsKey, planKey } from "../domain/run-files.ts";
import { log } from "../runtime/log.ts";
import { settingsFingerprint } from "../runtime/settings-fingerprint.ts";
import { whyStale } from "../runtime/stale-run.ts";
import { decidePlan } from "./decide-plan.ts";
import { type GatheredDue, gatherDue } from "./gather-due.ts";

/** What the plan function needs. */
export interface PlanTask {
  readonly event: PlanEvent;
  readonly policy: Policy;
  readonly bucket: string;
  readonly organizationId: string;
  utcDay(): Day;
  /** The keys of all objects in the bucket with this prefix. */
  listKeys(prefix: string): AsyncIterable<string>;
  getText(location: ObjectLocation): Promise<string | undefined>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
  readonly controls: Controls;
  mailAccount(): Promise<MailAccount>;
  /** Counts today as a day on which a key waits. */
  recordWaiting(accountId: string, key: WaitingKey): Promise<void>;
}

/**
 * Adds up what is due in the whole Organization, decides which keys may be deactivated today, reserves the pace for
 * them, and writes the plan. Nothing outside the plan is deactivated. A retry of the same run reserves nothing more.
 * @throws {StaleRun} the execution was redriven days later
 * @throws {Interrupted} an AWS service did not answer; the state machine retries
 */
export async function planRun(task: PlanTask): Promise<PlanOutput> {
  const { run } = task.event;
  const stale = run.mode === "enforce" ? whyStale(run.day, task.utcDay()) : undefined;
  if (stale !== undefined) throw stale;
  try {
    const gathered = await gatherDue(task);
    const isQuiet = gathered.due.length === 0 && gathered.unreadable.length === 0;
    if (isQuiet && task.event.evaluateFailure === undefined)
      return await save(task, { plan: { state: "nothingDue", keys: [] } }, gathered);
    const { plan: wanted, limits } = await decidePlan(task, gathered);
    const plan = await reserve(wanted, limits, task);
    await countWaiting(plan, gathered, task);
    return await save(task, { plan, limits }, gathered);
  } catch (error) {
    throw asInterrupted(error, "planning the deactivations");
  }
}

/** Reserves the pace; another execution may have taken some of it since it was read. */
async function reserve(
  plan: Plan,
  { perDay, perDayAndAccount }: NonNullable<PlanFile["limits"]>,
  { event: { run }, controls }: PlanTask,
): Promise<Plan> {
  const wanted = keysToDeactivate(plan).map(({ accountId }) => accountId);
  if (wanted.length === 0) return plan;
  const pace = { perDay, perDayAndAccount };
  return afterReservation(plan, await controls.reserve({ day: run.day, run: run.id, wanted, pace }));
}

const writesAtOnce = 20;

/**
 * Counts the day for the keys that wait. Only the plan knows them. A planned key whose deactivation fails does not
 * wait.
 */
async function countWaiting(plan: Plan, { rounds }: GatheredDue, { recordWaiting }: PlanTask): Promise<void> {
  await pMap(
    waitingKeys(plan),
    ({ accountId, accessKeyId, userName, createdOn, named }) => {
      const round = rounds.get(accessKeyId) ?? 0;
      return recordWaiting(accountId, { accessKeyId, userName, createdOn, named, round });
    },
    { concurrency: writesAtOnce },
  );
}

async function save(
  task: PlanTask,
  { plan, limits }: Pick<PlanFile, "plan" | "limits">,
  { due }: GatheredDue,
): Promise<PlanOutput> {
  const { event, bucket, organizationId, policy } = task;
  const { run } = event;
  const file = { bucket, key: planKey(run.day, run.id) };
  const items = { bucket, key: planItemsKey(run.day, run.id) };
  const toDeactivate = keysToDeactivate(plan);
  const planFile: PlanFile = {
    run,
    organizationId,
    settingsFingerprint: settingsFingerprint(policy),
    ...(limits === undefined ? {} : { limits }),
    accounts: due.map(({ account }) => ({ ...account, path: [...account.path] })),
    plan,
  };
  if (toDeactivate.length > 0)
    await task.putText(items, JSON.stringify(itemsOf(toDeactivate, due)), "application/json");
  await task.putText(file, JSON.stringify(planFile), "application/json");
  log("info", "deactivations planned", {
    run: run.id,
    state: plan.state,
    hold: plan.hold?.code,
    due: plan.keys.length,
    planned: toDeactivate.length,
  });
  return { ...event, plan: { state: plan.state, file, items, keys: toDeactivate.length } };
}

function itemsOf(keys: readonly PlannedKey[], due: GatheredDue["due"]): PlanItem[] {
  const byAccount = Map.groupBy(keys, ({ accountId }) => accountId);
  return due.flatMap(({ account }) => {
    const own = byAccount.get(account.id);
    if (own === undefined) return [];
    return [
      {
        account,
        keys: own.map(({ accessKeyId, userName, createdOn }) => ({ accessKeyId, userName, createdOn })),
      },
    ];
  });
}
