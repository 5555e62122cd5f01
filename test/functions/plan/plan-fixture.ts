import type { Controls } from "../../../functions/aws/controls.ts";
import type { WaitingKey } from "../../../functions/aws/ledger-waiting.ts";
import type { MailAccount } from "../../../functions/aws/sender.ts";
import type { Account } from "../../../functions/domain/account.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import { accountResultKey, markerKey } from "../../../functions/domain/run-files.ts";
import { type PlanTask, planRun } from "../../../functions/plan/plan-run.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import type { StoredApproval } from "../../../statemachine/approve.ts";
import { type PlanEvent, planFileSchema } from "../../../statemachine/plan.ts";
import type { Run } from "../../../statemachine/run.ts";
import { memoryBucket } from "../../support/memory-bucket.ts";
import { account } from "../../support/memory-organization.ts";
import { policy } from "../domain/policy-fixture.ts";

/** The day of all plans. A Monday. */
export const day = "2026-11-23";

/** The run of the plan. */
export const run: Run = {
  id: "daily-1",
  startedAt: "2026-11-23T08:00:00Z",
  day,
  mode: "enforce",
  scope: "organization",
  spreadOverDays: 1,
  mailRate: 14,
};

/** A due key, by its last characters. */
export interface DueWish {
  readonly id: string;
  readonly named?: string;
  readonly email?: string;
  readonly history?: KeyHistory;
}

/** The result of an account in which these keys are due. */
export function resultOf(
  one: Account,
  keys: readonly DueWish[],
  wishes: Partial<AccountResult> = {},
): AccountResult {
  return {
    run,
    account: one,
    mode: "enforce",
    outcome: "evaluated",
    users: keys.length,
    keys: keys.length,
    activeKeys: keys.length,
    untagged: { email: 0, userType: 0 },
    results: keys.map(({ id, named = day, email = "jane@example.com", history = emptyHistory }) => ({
      facts: {
        accessKeyId: id,
        userName: `user-of-${id}`,
        status: "Active",
        createdOn: "2026-08-20",
        keyFrom: "listing",
        tags: { email, userType: "employee" },
        history,
      },
      decision: {
        accessKeyId: id,
        userName: `user-of-${id}`,
        age: 95,
        state: "deactivate",
        reason: { code: "deactivationDue", named },
      },
      notices: [],
    })),
    problems: [],
    ...wishes,
  };
}

/** Controls that store only reservations of this run, and have these approvals. */
function controlsWith(approvals: readonly StoredApproval[]): Controls {
  return {
    pause: async () => undefined,
    approvals: async () => [...approvals],
    putApproval: async (approval) => approval,
    reserved: async () => ({ total: 0, byAccount: new Map() }),
    async reserve({ wanted }) {
      const granted = new Map<string, number>();
      for (const id of wanted) granted.set(id, (granted.get(id) ?? 0) + 1);
      return granted;
    },
  };
}

/** What a planning test may change. */
export interface PlanWishes extends Partial<Omit<PlanTask, "event" | "controls">> {
  readonly event?: Partial<PlanEvent>;
  readonly controls?: Partial<Controls>;
  readonly approved?: readonly StoredApproval[];
  readonly mail?: MailAccount;
}

/**
 * Three accounts: three keys of three recipients in the first, one key without an owner in the second. Its fallback
 * contact is a recipient in the first account too, and gets a mail for each account.
 */
export function withFourMails(wishes: PlanWishes = {}) {
  const planned = planning(wishes);
  planned.putDue(1, [
    { id: "A1" },
    { id: "A2" },
    { id: "A3", email: "joe@example.com cloud-team@example.com" },
  ]);
  planned.putDue(2, [{ id: "B1", email: "" }]);
  planned.putQuiet(3);
  return planned;
}

/** A run of accounts 1 to 3, and what was written about it. `putDue` writes results. */
export function planning(wishes: PlanWishes = {}) {
  const { event, approved = [], mail, controls, ...overrides } = wishes;
  const own = event?.run ?? run;
  const bucket = memoryBucket();
  const waiting: (WaitingKey & { readonly accountId: string })[] = [];
  const task: PlanTask = {
    event: {
      run,
      workList: { bucket: "runs", key: "work-list" },
      skipped: { bucket: "runs", key: "skipped" },
      accounts: { listed: 3, skipped: 0 },
      mailsDigest: true,
      maxConcurrency: 40,
      ...event,
    },
    policy: policy(),
    bucket: "runs",
    organizationId: "o-a1b2c3d4e5",
    utcDay: () => day,
    mailAccount: async () => mail ?? { left: 1_000, rate: 14, isInSandbox: false },
    controls: { ...controlsWith(approved), ...controls },
    ...bucket,
    recordWaiting: async (accountId, key) => void waiting.push({ accountId, ...key }),
    ...overrides,
  };
  return {
    bucket,
    /** The keys for which the plan counted a day of waiting. */
    waiting,
    plan: () => planRun(task),
    file: () => parse(planFileSchema, JSON.parse(bucket.text(`${own.id}/plan.json`)), "plan"),
    items: () => JSON.parse(bucket.text(`${own.id}/plan-items.json`)),
    /** An account whose worker found nothing due. */
    putQuiet(number: number) {
      bucket.put(
        accountResultKey(day, own.id, account(number).id),
        resultOf(account(number), [], { run: own }),
      );
    },
    /** An account whose worker found keys due. */
    putDue(number: number, keys: readonly DueWish[], more: Partial<AccountResult> = {}) {
      const one = account(number, { path: ["r-1", `ou-${number}`] });
      bucket.put(markerKey(day, own.id, "due", one.id), "");
      bucket.put(accountResultKey(day, own.id, one.id), resultOf(one, keys, { run: own, ...more }));
    },
    put: bucket.put,
  };
}
