import { rulesFor, skipReason } from "../../../functions/domain/account-scope.ts";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { isOpen } from "../../../functions/domain/change-window.ts";
import { type KeyHistory, latestNamedDay } from "../../../functions/domain/key-history.ts";
import { approvalThreshold, type Pace, paceOf } from "../../../functions/domain/pace.ts";
import { type DueKey, type Fate, planDeactivations } from "../../../functions/domain/plan.ts";
import type { AccountRules, Policy } from "../../../functions/domain/policy.ts";
import { firstStageDay } from "../../../functions/domain/stages.ts";
import { type DayOfKey, dayOfKey, type TimelineStep, waitedOn } from "../../../functions/domain/timeline.ts";
import type { SimulatedKey } from "./simulated-key.ts";

/** What is simulated. */
export interface Simulation {
  readonly keys: readonly SimulatedKey[];
  readonly policy: Policy;
  readonly from: Day;
  readonly to: Day;
  readonly pausedUntil?: Day | undefined;
  readonly spreadOverDays: number;
  /** Of the last full run; pace and approval depend on it. */
  readonly activeKeys: number;
  /** Whether approvals that cover keys today still count: they lapse when the settings that they depend on change. */
  readonly honoursApprovals: boolean;
}

/** What the days bring to one key. In report mode it is what enforce mode would do, without limits. */
export interface SimulatedOutcome {
  readonly mode: "enforce" | "report" | "skipped";
  readonly steps: readonly TimelineStep[];
  /** Why it was not deactivated on the first day on which the rule allowed it. */
  readonly heldBack?: { readonly on: Day; readonly fate: Fate } | undefined;
}

/** What a day brings to the whole Organization, accounts in report mode not counted. */
export interface SimulatedDay {
  readonly on: Day;
  readonly notices: number;
  /** Keys that the rule allows to be deactivated. */
  readonly due: number;
  readonly deactivated: number;
  readonly awaitingApproval: number;
  readonly waiting: number;
}

/** The result of a simulation. */
export interface SimulationResult {
  readonly pace: Pace;
  readonly approvalAbove: number;
  readonly days: readonly SimulatedDay[];
  /** By access key ID. */
  readonly outcomes: ReadonlyMap<string, SimulatedOutcome>;
}

interface LivingKey {
  readonly key: SimulatedKey;
  readonly rules: AccountRules;
  readonly mode: "enforce" | "report";
  history: KeyHistory;
  isActive: boolean;
  readonly steps: TimelineStep[];
  heldBack?: { on: Day; fate: Fate };
}

/**
 * Simulates runs on the days to come under a policy. Each day of a key is that of its timeline (`dayOfKey`); what is due
 * goes through the same plan with its pace and approval. It assumes that keys and tags do not change, that
 * every notice is delivered on its day, and that nobody approves a plan.
 */
export function simulateDays(simulation: Simulation): SimulationResult {
  const { keys, policy, from, to, activeKeys } = simulation;
  const pace = paceOf(policy.limits, activeKeys);
  const approvalAbove = approvalThreshold(policy.limits, activeKeys);
  const living = keys.flatMap((key) => livingKey(key, policy) ?? []);
  const days: SimulatedDay[] = [];
  for (let on = from; on <= to; on = addDays(on, 1))
    days.push(liveDay(on, living, simulation, pace, approvalAbove));
  const outcomes = new Map<string, SimulatedOutcome>(
    keys.map(({ accessKeyId }) => [accessKeyId, { mode: "skipped", steps: [] }]),
  );
  for (const { key, mode, steps, heldBack } of living)
    outcomes.set(key.accessKeyId, { mode, steps, heldBack });
  return { pace, approvalAbove, days, outcomes };
}

function livingKey(key: SimulatedKey, policy: Policy): LivingKey | undefined {
  if (skipReason(key.account, policy) !== undefined) return undefined;
  const rules = rulesFor(key.account, policy, "enforce");
  return { key, rules, mode: rules.mode, history: key.history, isActive: key.status === "Active", steps: [] };
}

function liveDay(
  on: Day,
  living: readonly LivingKey[],
  simulation: Simulation,
  pace: Pace,
  approvalAbove: number,
): SimulatedDay {
  const { policy, pausedUntil } = simulation;
  const due: LivingKey[] = [];
  let notices = 0;
  for (const one of living) {
    const isYoung = addDays(one.key.createdOn, firstStageDay(one.rules)) > on;
    if (!one.isActive || isYoung) continue;
    const { isDue, step } = liveKey(on, one, simulation);
    if (isDue) due.push(one);
    if (step !== undefined && one.mode === "enforce") notices += 1;
  }
  const windowIsOpen = isOpen(on, policy.changeWindow);
  const isPaused = pausedUntil !== undefined && on <= pausedUntil;
  const enforced = due.filter(({ mode }) => mode === "enforce");
  const fates = fatesOf(enforced, { on, simulation, pace, approvalAbove, windowIsOpen });
  for (const one of due) {
    const wouldBe: Fate = windowIsOpen && !isPaused ? "deactivate" : "onHold";
    settle(on, one, fates.get(one.key.accessKeyId) ?? wouldBe);
  }
  const having = (fate: Fate) => [...fates.values()].filter((found) => found === fate).length;
  const deactivated = having("deactivate");
  const awaitingApproval = having("awaitsApproval");
  return {
    on,
    notices,
    due: enforced.length,
    deactivated,
    awaitingApproval,
    waiting: enforced.length - deactivated - awaitingApproval,
  };
}

function liveKey(on: Day, one: LivingKey, simulation: Simulation): DayOfKey {
  const { accessKeyId, userName, createdOn, tags } = one.key;
  const lived = dayOfKey({
    key: { accessKeyId, userName, status: "Active", createdOn },
    tags: tags === "notRead" ? {} : tags,
    history: one.history,
    rules: one.rules,
    today: on,
    pausedUntil: simulation.pausedUntil,
    spreadOverDays: simulation.spreadOverDays,
  });
  one.history = lived.history;
  if (lived.step !== undefined) one.steps.push(lived.step);
  return lived;
}

function settle(on: Day, one: LivingKey, fate: Fate): void {
  if (fate === "deactivate") {
    one.isActive = false;
    one.steps.push({ on, what: "deactivate" });
    return;
  }
  one.heldBack ??= { on, fate };
  one.history = { ...one.history, waiting: waitedOn(on, one.history) };
}

/** The plan of one day: the fate of each key that is due in an account in enforce mode. */
function fatesOf(
  due: readonly LivingKey[],
  {
    on,
    simulation,
    pace,
    approvalAbove,
    windowIsOpen,
  }: { on: Day; simulation: Simulation; pace: Pace; approvalAbove: number; windowIsOpen: boolean },
): Map<string, Fate> {
  const { pausedUntil, honoursApprovals } = simulation;
  const byAccount = Map.groupBy(due, ({ key }) => key.account.id);
  const approved = due.flatMap(({ key }) =>
    honoursApprovals && key.approvedBy !== undefined ? [key.accessKeyId] : [],
  );
  const plan = planDeactivations({
    mode: "enforce",
    day: on,
    utcDay: on,
    due: [...byAccount.values()].flatMap((keys) => {
      const [first] = keys;
      return first === undefined ? [] : [{ account: first.key.account, keys: keys.map(dueKey) }];
    }),
    unreadable: [],
    accounts: { listed: 1, unreachable: 0 },
    maxUnreachablePercent: 100,
    pause: pausedUntil === undefined ? undefined : { until: pausedUntil, reason: "" },
    windowIsOpen,
    approvals: [{ runId: "approved", planDay: on, keys: new Set(approved) }],
    approvalThreshold: approvalAbove,
    isOrganizationAwaiting: false,
    failingAccounts: new Set(),
    pace,
    reserved: { total: 0, byAccount: new Map() },
  });
  return new Map(plan.keys.map(({ accessKeyId, fate }) => [accessKeyId, fate]));
}

function dueKey({ key, history }: LivingKey): DueKey {
  return {
    accountId: key.account.id,
    accessKeyId: key.accessKeyId,
    userName: key.userName,
    createdOn: key.createdOn,
    named: latestNamedDay(history) ?? key.createdOn,
  };
}
