import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import { latestNamedDay } from "../../../functions/domain/key-history.ts";
import { approvalThreshold, paceOf, spreadDays } from "../../../functions/domain/pace.ts";
import { type Approval, type DueKey, planDeactivations } from "../../../functions/domain/plan.ts";
import type { Limits } from "../../../functions/domain/policy.ts";
import { createdOn, KeyLife, type LifeDay } from "./key-life.ts";

/** The keys of an Organization: how many are how old on the first day, and how many become due each day. */
export interface OrganizationPlan {
  readonly oldKeys: { readonly count: number; readonly age: number };
  /** How many keys reach the age of 60 days each day. */
  readonly youngKeysPerDay: number;
  /** Active keys that are never due, as a base for percentages. */
  readonly otherActiveKeys: number;
  readonly days: number;
  readonly limits?: Limits;
  /** Days of a pause, from and to, both included. */
  readonly pause?: { readonly from: number; readonly to: number };
  /** Whether a run in report mode counted the overdue keys before the first enforcing run. */
  readonly isCountedBefore?: boolean;
  /** Whether somebody approves on the day after a run that awaits an approval. */
  readonly approves: boolean;
}

/** What happened on one day of the Organization. */
export interface OrganizationDay {
  readonly deactivated: number;
  readonly waiting: number;
  readonly state: string;
  readonly finalWarnings: number;
}

/** The figures of the whole time. */
export interface OrganizationYear {
  readonly days: readonly OrganizationDay[];
  readonly approvals: number;
  /** The largest number of final warnings that one key had. */
  readonly mostFinalWarnings: number;
  /** Keys that are due and still active on the last day. */
  readonly overdueAtTheEnd: number;
}

interface LivingKey {
  readonly life: KeyLife;
  readonly ageOnFirstDay: number;
}

/** Runs days of an Organization with the pure rules: evaluate and notify everywhere, plan, then deactivate. */
export function liveOrganization(plan: OrganizationPlan): OrganizationYear {
  const { limits = { maxUnreachablePercent: 10 } } = plan;
  const keys: LivingKey[] = Array.from({ length: plan.oldKeys.count }, (_, index) =>
    livingKey(`OLD${index}`, plan.oldKeys.age + (index % 200)),
  );
  const days: OrganizationDay[] = [];
  const approvals: Approval[] = [];
  const { count } = plan.oldKeys;
  let lastCount: { active: number; overdue: number } | undefined =
    plan.isCountedBefore === true ? { active: count + plan.otherActiveKeys, overdue: count } : undefined;
  for (let day = 0; day < plan.days; day += 1) {
    for (let index = 0; index < plan.youngKeysPerDay; index += 1)
      keys.push(livingKey(`YOUNG${day}x${index}`, 60 - day));
    const pace = paceOf(limits, lastCount?.active);
    const spreadOverDays = spreadDays(lastCount?.overdue, pace);
    const isPaused = plan.pause !== undefined && plan.pause.from <= day && day <= plan.pause.to;
    const active = keys.filter(({ life }) => life.status === "Active");
    // This calendar serves the plan only.
    const today = addDays("2026-06-01", day);
    const pausedUntil = isPaused && plan.pause !== undefined ? plan.pause.to : undefined;
    const decided = active.map((key) => decidedKey(key, day, { pausedUntil, spreadOverDays }));
    const due = decided.flatMap(dueKey);
    const planned = planDeactivations({
      mode: "enforce",
      day: today,
      utcDay: today,
      due: [{ account: { id: "1", name: "", path: [], state: "ACTIVE" }, keys: due }],
      unreadable: [],
      failingAccounts: new Set(),
      accounts: { listed: 1, unreachable: 0 },
      maxUnreachablePercent: 10,
      ...(isPaused ? { pause: { until: today, reason: "a freeze" } } : {}),
      windowIsOpen: true,
      approvals,
      approvalThreshold: approvalThreshold(limits, lastCount?.active),
      isOrganizationAwaiting: false,
      pace: { ...pace, perDayAndAccount: pace.perDay },
      reserved: { total: 0, byAccount: new Map() },
    });
    const goes = new Set(
      planned.keys.filter(({ fate }) => fate === "deactivate").map(({ accessKeyId }) => accessKeyId),
    );
    if (planned.state === "awaitingApproval" && plan.approves)
      approvals.push({
        runId: `run-${day}`,
        planDay: today,
        keys: new Set(planned.keys.map(({ accessKeyId }) => accessKeyId)),
      });
    const lived = decided.map(({ life, age, happens, decision }) =>
      life.live(age, { ...happens, mustWait: !goes.has(life.accessKeyId), decided: decision }),
    );
    const overdue = lived.filter(
      ({ decision, age }) =>
        decision?.overdueSince !== undefined && age > 90 && decision.reason.code === "notWarned",
    ).length;
    lastCount = { active: active.length + plan.otherActiveKeys, overdue };
    days.push({
      deactivated: lived.filter(({ isDeactivated }) => isDeactivated).length,
      waiting: due.length - goes.size,
      state: planned.state,
      finalWarnings: lived.flatMap(({ mails }) => mails).filter(({ kind }) => kind === "finalWarning").length,
    });
  }
  return {
    days,
    approvals: approvals.length,
    mostFinalWarnings: Math.max(
      ...keys.map(({ life }) => life.inbox.filter(({ kind }) => kind === "finalWarning").length),
    ),
    overdueAtTheEnd: keys.filter(({ life }) => {
      const last = life.days.at(-1);
      return life.status === "Active" && last?.decision?.state === "deactivate";
    }).length,
  };
}

function livingKey(id: string, ageOnFirstDay: number): LivingKey {
  return { life: new KeyLife(`AKIA${id}`), ageOnFirstDay };
}

/** A key on a day, as the run evaluated it before the plan. */
interface DecidedKey {
  readonly life: KeyLife;
  readonly age: number;
  readonly happens: LifeDay;
  readonly decision: Decision;
}

function decidedKey(
  { life, ageOnFirstDay }: LivingKey,
  day: number,
  {
    pausedUntil,
    spreadOverDays,
  }: { readonly pausedUntil: number | undefined; readonly spreadOverDays: number },
): DecidedKey {
  const age = ageOnFirstDay + day;
  // Every key has its own calendar.
  const until = pausedUntil === undefined ? undefined : addDays(createdOn, ageOnFirstDay + pausedUntil);
  const happens = { pausedUntil: until, spreadOverDays };
  return { life, age, happens, decision: life.decisionAt(age, happens) };
}

function dueKey({ life, decision }: DecidedKey): DueKey[] {
  const named = latestNamedDay(life.history);
  if (decision.state !== "deactivate" || named === undefined) return [];
  const { accessKeyId } = life;
  return [{ accountId: "1", accessKeyId, userName: "ann", createdOn, named }];
}
