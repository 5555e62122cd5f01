import type { Account } from "../../../functions/domain/account.ts";
import type { Decision } from "../../../functions/domain/decision.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { NoticeRecord } from "../../../functions/domain/notice.ts";
import type { RecordedFacts } from "../../../functions/domain/recorded-facts.ts";
import type { AccountResult, KeyResult, NoticeOutcome } from "../../../statemachine/account-result.ts";
import type { Run } from "../../../statemachine/run.ts";

/** The run of all reports in these tests. */
export const run: Run = {
  id: "daily-1",
  startedAt: "2026-11-23T08:00:00.000Z",
  day: "2026-11-23",
  mode: "enforce",
  scope: "organization",
  spreadOverDays: 1,
  mailRate: 14,
};

/** An account. Its number determines its ID. */
export function account(number: number): Account {
  return {
    id: String(number).padStart(12, "0"),
    name: `Account ${number}`,
    path: ["r-a1b2", "ou-a1b2-11111111"],
    state: "ACTIVE",
  };
}

/** A key ID. Each number has its own. */
export function keyId(number: number): string {
  return `AKIA${String(number).padStart(16, "0")}`;
}

/** The day of creation of a key that is this many days old on the day of the run. */
export function createdFor(age: number): string {
  return new Date(Date.parse(`${run.day}T00:00:00Z`) - age * 86_400_000).toISOString().slice(0, 10);
}

/** What a result says about a key besides its decision. */
export interface KeyMore {
  readonly facts?: Partial<RecordedFacts>;
  readonly notices?: readonly NoticeOutcome[];
  readonly finishedDeactivation?: true;
}

/** A key after its evaluation. Default: compliant, 12 days old, an employee's. */
export function keyResult(number: number, decision: Partial<Decision> = {}, more: KeyMore = {}): KeyResult {
  const { age = 12 } = decision;
  const common = { accessKeyId: keyId(number), userName: `user-${number}` };
  return {
    facts: {
      ...common,
      status: "Active",
      createdOn: createdFor(age),
      keyFrom: "listing",
      tags: { email: `owner-${number}@example.com`, userType: "employee" },
      tagsReadOn: run.day,
      userType: "employee",
      lastUsed: { state: "used", on: "2026-11-20", service: "s3", region: "eu-central-1" },
      history: emptyHistory,
      ...more.facts,
    },
    decision: { ...common, age, state: "compliant", reason: { code: "noStageDue" }, ...decision },
    notices: [...(more.notices ?? [])],
    ...(more.finishedDeactivation === undefined ? {} : { finishedDeactivation: true }),
  };
}

/** A key that Curfew may deactivate: 90 days old, with delivered warnings on days 70 and 80. */
export function dueKey(number: number, age = 90): KeyResult {
  return keyResult(
    number,
    {
      age,
      state: "deactivate",
      reason: { code: "deactivationDue", named: createdFor(age - 90) },
      overdueSince: createdFor(age - 90),
    },
    { facts: { history: { ...emptyHistory, notices: [warning(number, { on: createdFor(age - 80) })] } } },
  );
}

/** The notice of day 80 to the owner of a key, delivered on its day. */
export function warning(number: number, more: Partial<NoticeRecord> = {}): NoticeRecord {
  const { on = createdFor(10) } = more;
  return {
    id: { type: "stage", day: 80, outlook: "deactivation" },
    to: `owner-${number}@example.com`,
    as: "owner",
    state: "sent",
    on,
    run: "earlier",
    claimId: `claim-${number}`,
    round: 0,
    names: new Date(Date.parse(`${on}T00:00:00Z`) + 864_000_000).toISOString().slice(0, 10),
    noticeDays: 10,
    audience: "current",
    delivery: { state: "delivered", on },
    ...more,
  };
}

/** A notice of this run to the owner of a key. */
export function sentNotice(number: number, more: Partial<NoticeOutcome> = {}): NoticeOutcome {
  return {
    id: { type: "stage", day: 70, outlook: "deactivation" },
    to: `owner-${number}@example.com`,
    as: "owner",
    names: "2026-12-13",
    outcome: "sent",
    ...more,
  };
}

/** An account after its evaluation. Default: completely evaluated, with the keys of its results. */
export function accountResult(number: number, more: Partial<AccountResult> = {}): AccountResult {
  const results = more.results ?? [];
  return {
    run,
    account: account(number),
    mode: run.mode,
    outcome: "evaluated",
    users: results.length,
    keys: results.length,
    activeKeys: results.filter(({ decision }) => decision.state !== "inactive").length,
    untagged: { email: 0, userType: 0 },
    results,
    problems: [],
    ...more,
  };
}
