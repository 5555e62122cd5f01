import type { Account } from "./account.ts";
import type { Day } from "./calendar-day.ts";
import { type Pace, paceRoom } from "./pace.ts";

/** A key that policy and rule allow Curfew to deactivate today. */
export interface DueKey {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn: Day;
  /** The latest named day that binds. */
  readonly named: Day;
  /** The day of Curfew's latest deactivation of this key. An approval of an earlier plan is used up by it. */
  readonly lastDeactivatedOn?: Day | undefined;
}

/** The keys that are due in one account. */
export interface DueAccount {
  readonly account: Account;
  readonly keys: readonly DueKey[];
}

/** A pause of all deactivations. */
export interface Pause {
  /** Its last day. */
  readonly until: Day;
  readonly reason: string;
}

/** An approval, with the keys that it covers. */
export interface Approval {
  /** The run whose plan was approved. */
  readonly runId: string;
  /** The day of that plan, which may be some days before the approval. */
  readonly planDay: Day;
  /** By access key ID: the plan's keys in the accounts and OUs of the approval. */
  readonly keys: ReadonlySet<string>;
}

/** What is known about the Organization today. */
export interface PlanFacts {
  readonly mode: "report" | "enforce";
  readonly day: Day;
  readonly utcDay: Day;
  readonly due: readonly DueAccount[];
  /** The error of the first Map, if it failed as a whole. */
  readonly evaluationFailure?: string | undefined;
  /** Result objects that could not be read. */
  readonly unreadable: readonly string[];
  readonly accounts: { readonly listed: number; readonly unreachable: number };
  readonly maxUnreachablePercent: number;
  readonly pause?: Pause | undefined;
  readonly windowIsOpen: boolean;
  /** Why SES would not accept the mails about these deactivations; `undefined` if it would. */
  readonly mailProblem?: string | undefined;
  readonly approvals: readonly Approval[];
  readonly approvalThreshold: number;
  /**
   * Whether the last run over the whole Organization waits for an approval, or would if its plan was not on hold. A run
   * over a few accounts sees few keys, and must not deactivate keys that the full run may not.
   */
  readonly isOrganizationAwaiting: boolean;
  /** The keys of these accounts come last; see `failing-accounts.ts`. */
  readonly failingAccounts: ReadonlySet<string>;
  readonly pace: Pace;
  /** What today's other executions have reserved. */
  readonly reserved: { readonly total: number; readonly byAccount: ReadonlyMap<string, number> };
}

/** Why no key of a plan is deactivated; `undefined` if some may be. */
export type PlanHold =
  | { readonly code: "reportMode" }
  | { readonly code: "dayOver"; readonly day: Day; readonly utcDay: Day }
  | { readonly code: "unreadableResults"; readonly objects: readonly string[] }
  | {
      readonly code: "tooManyUnreachable";
      readonly unreachable: number;
      readonly listed: number;
      readonly percent: number;
    }
  | { readonly code: "paused"; readonly until: Day; readonly reason: string }
  | { readonly code: "windowClosed" }
  | { readonly code: "mailUnusable"; readonly problem: string }
  /** The first Map failed as a whole, so only some of the due keys are known. */
  | { readonly code: "evaluationFailed"; readonly error: string };

/** What happens today to a key that is due. */
export type Fate = "deactivate" | "waitsForPace" | "waitsForAccountPace" | "awaitsApproval" | "onHold";

/** A key that is due, and what happens to it today. */
export interface PlannedKey extends DueKey {
  readonly fate: Fate;
  /** The run whose approved plan covers it. */
  readonly approvedBy?: string | undefined;
}

/** What is due today in the whole Organization, and which keys may be deactivated. */
export interface Plan {
  readonly state: "nothingDue" | "onHold" | "awaitingApproval" | "deactivate";
  readonly hold?: PlanHold | undefined;
  /** Those of failing accounts last; by oldest named day, then key ID. */
  readonly keys: readonly PlannedKey[];
}

/**
 * Adds up what is due and decides which keys may be deactivated today. Keys are taken by oldest named day, those of
 * failing accounts last, within the pace of the day and of their account. If more keys wait than the threshold allows,
 * those that no approval covers wait for one.
 */
export function planDeactivations(facts: PlanFacts): Plan {
  const { failingAccounts } = facts;
  const due = facts.due.flatMap(({ keys }) => keys).toSorted(inOrder(failingAccounts));
  const isAllKnown = facts.unreadable.length === 0 && facts.evaluationFailure === undefined;
  if (due.length === 0 && isAllKnown) return { state: "nothingDue", keys: [] };
  const covered = due.map((key) => ({ key, approvedBy: approvalOf(key, facts.approvals) }));
  const hold = holdOf(facts);
  if (hold !== undefined)
    return {
      state: "onHold",
      hold,
      keys: covered.map(({ key, approvedBy }) => ({ ...key, fate: "onHold", approvedBy })),
    };
  const uncovered = covered.filter(({ approvedBy }) => approvedBy === undefined).length;
  const needsApproval =
    uncovered > facts.approvalThreshold || (facts.isOrganizationAwaiting && uncovered > 0);
  const room = paceRoom(facts.reserved, facts.pace);
  const keys = covered.map(({ key, approvedBy }): PlannedKey => {
    if (approvedBy === undefined && needsApproval) return { ...key, fate: "awaitsApproval" };
    return { ...key, fate: fateOf[room.take(key.accountId)], approvedBy };
  });
  const isAnythingDone = keys.some(({ fate }) => fate === "deactivate");
  if (isAnythingDone) return { state: "deactivate", keys };
  return { state: needsApproval ? "awaitingApproval" : "deactivate", keys };
}

const fateOf = {
  taken: "deactivate",
  dayFull: "waitsForPace",
  accountFull: "waitsForAccountPace",
} as const satisfies Record<string, Fate>;

/**
 * The plan after the pace was reserved. Another execution may have been faster. Keys without a reservation
 * wait for the pace.
 * @param granted how many deactivations were reserved, by account ID
 */
export function afterReservation(plan: Plan, granted: ReadonlyMap<string, number>): Plan {
  const left = new Map(granted);
  const keys = plan.keys.map((key): PlannedKey => {
    if (key.fate !== "deactivate") return key;
    const room = left.get(key.accountId) ?? 0;
    if (room === 0) return { ...key, fate: "waitsForPace" };
    left.set(key.accountId, room - 1);
    return key;
  });
  return { ...plan, keys };
}

/** The keys of a plan that are deactivated today. */
export function keysToDeactivate({ keys }: Plan): PlannedKey[] {
  return keys.filter(({ fate }) => fate === "deactivate");
}

/** Fates that are a wait, whatever else is on hold. */
const waits: ReadonlySet<Fate> = new Set(["waitsForPace", "waitsForAccountPace", "awaitsApproval"]);

/**
 * The keys that wait today for the pace, an approval, the change window or the end of a pause. Such a day does not make
 * a notice stale. Any other hold, and a failed deactivation, does not count as waiting: it could last for years, and
 * the notice would stay valid.
 */
export function waitingKeys({ keys, hold }: Pick<Plan, "keys" | "hold">): PlannedKey[] {
  const isHeldByPlan = hold?.code === "paused" || hold?.code === "windowClosed";
  return keys.filter(({ fate }) => waits.has(fate) || (fate === "onHold" && isHeldByPlan));
}

function inOrder(failing: ReadonlySet<string>) {
  return (one: DueKey, other: DueKey): number =>
    Number(failing.has(one.accountId)) - Number(failing.has(other.accountId)) || byNamedDay(one, other);
}

function byNamedDay(one: DueKey, other: DueKey): number {
  const left = `${one.named} ${one.accessKeyId}`;
  const right = `${other.named} ${other.accessKeyId}`;
  return left < right ? -1 : 1;
}

function holdOf(facts: PlanFacts): PlanHold | undefined {
  const { mode, day, utcDay, unreadable, accounts, maxUnreachablePercent, pause, mailProblem } = facts;
  if (mode === "report") return { code: "reportMode" };
  if (day !== utcDay) return { code: "dayOver", day, utcDay };
  if (facts.evaluationFailure !== undefined)
    return { code: "evaluationFailed", error: facts.evaluationFailure };
  if (unreadable.length > 0) return { code: "unreadableResults", objects: unreadable };
  const percent = accounts.listed === 0 ? 0 : (accounts.unreachable / accounts.listed) * 100;
  if (percent > maxUnreachablePercent)
    return { code: "tooManyUnreachable", ...accounts, percent: Math.round(percent) };
  if (pause !== undefined && utcDay <= pause.until)
    return { code: "paused", until: pause.until, reason: pause.reason };
  if (!facts.windowIsOpen) return { code: "windowClosed" };
  return mailProblem === undefined ? undefined : { code: "mailUnusable", problem: mailProblem };
}

/**
 * An approval is used up key by key, by the deactivation. A deactivation between the plan and its approval counts too.
 */
function approvalOf(key: DueKey, approvals: readonly Approval[]): string | undefined {
  return approvals.find(
    ({ keys, planDay }) =>
      keys.has(key.accessKeyId) && (key.lastDeactivatedOn === undefined || key.lastDeactivatedOn < planDay),
  )?.runId;
}
