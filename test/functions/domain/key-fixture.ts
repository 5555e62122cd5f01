import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import type { KeyFacts } from "../../../functions/domain/key-facts.ts";
import { emptyHistory, type KeyHistory, type Restore } from "../../../functions/domain/key-history.ts";
import type { Delivery, NoticeId, NoticeRecord } from "../../../functions/domain/notice.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import type { FoundTags, UserTags } from "../../../functions/domain/user-facts.ts";
import { rules as delivered } from "./policy-fixture.ts";

/** The day that the fixtures are evaluated on. */
export const today: Day = "2026-11-23";

/** What a notice fixture may change. Days are counted back from `today`. */
export interface NoticeWishes {
  readonly id?: NoticeId;
  readonly to?: string;
  readonly as?: NoticeRecord["as"];
  readonly state?: NoticeRecord["state"];
  readonly sentDaysAgo?: number;
  /** Days from today to the named day, negative in the past. Absent: no day. */
  readonly namesInDays?: number | undefined;
  readonly noticeDays?: number;
  readonly round?: number;
  readonly audience?: NoticeRecord["audience"];
  readonly delivery?: Delivery;
}

/** A notice to Jane: sent and delivered ten days ago, naming today. */
export function notice(wishes: NoticeWishes = {}): NoticeRecord {
  const { sentDaysAgo = 10 } = wishes;
  const on = addDays(today, -sentDaysAgo);
  const namesInDays = "namesInDays" in wishes ? wishes.namesInDays : 0;
  return {
    id: wishes.id ?? { type: "stage", day: 80, outlook: "deactivation" },
    to: wishes.to ?? "jane@example.com",
    as: wishes.as ?? "owner",
    state: wishes.state ?? "sent",
    on,
    run: `run-${on}`,
    claimId: `claim-${on}`,
    round: wishes.round ?? 0,
    names: namesInDays === undefined ? undefined : addDays(today, namesInDays),
    noticeDays: wishes.noticeDays ?? 10,
    audience: wishes.audience ?? "current",
    delivery: wishes.delivery ?? { state: "delivered", on },
  };
}

/** A history with these notices. */
export function historyOf(notices: readonly NoticeRecord[], rest: Partial<KeyHistory> = {}): KeyHistory {
  return { ...emptyHistory, notices, ...rest };
}

/** A restore that keeps a key active until the end of a day. */
export function restoredUntil(until: Day): Restore {
  return {
    state: "done",
    number: 1,
    on: addDays(until, -5),
    until,
    run: "restore-1",
    reason: "the new key does not work",
    deactivation: 1,
  };
}

/** What a key fixture may change. */
export interface KeyWishes {
  readonly age: number;
  readonly tags?: UserTags;
  readonly status?: string;
  readonly history?: KeyHistory;
  readonly rules?: AccountRules;
}

/** Jane's tags. */
export const janesTags: FoundTags = { email: "jane@example.com", userType: "employee" };

/** The facts about an active employee's key of some age, with changes. */
export function keyFacts({
  age,
  status = "Active",
  history = emptyHistory,
  rules = delivered(),
  tags: found = janesTags,
}: KeyWishes): KeyFacts {
  return {
    key: { accessKeyId: "AKIAEXAMPLE1234WXYZ", userName: "jane", status, createdOn: addDays(today, -age) },
    tags: found,
    history,
    rules,
    today,
    spreadOverDays: 1,
  };
}
