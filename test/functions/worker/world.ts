import { addDays } from "../../../functions/domain/calendar-day.ts";
import { type RememberedAccount, unknownAccount } from "../../../functions/domain/inventory-memory.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { NoticeRecord } from "../../../functions/domain/notice.ts";
import type { Pause } from "../../../functions/domain/plan.ts";
import type { NoticeMail } from "../../../functions/notices/key-notice.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import type { DeactivationResult } from "../../../statemachine/plan.ts";
import type { MemoryUsers } from "./memory-account.ts";
import { type LedgerTable, putHistory } from "./memory-ledger.ts";

/** The day of the fixtures' evaluation. */
export const today = "2026-11-23";

/** An account in memory with everything that workers write. */
export interface World {
  readonly users: MemoryUsers;
  readonly table: LedgerTable;
  /** Every mail that left, in order. */
  readonly outbox: NoticeMail[];
  /** Every saved account result and deactivation result. The last one counts. */
  readonly saved: AccountResult[];
  readonly deactivations: DeactivationResult[];
  readonly markers: string[];
  /** What earlier workers read. */
  inventory: RememberedAccount;
  pause: Pause | undefined;
  /** Every call that took effect or failed, in order. */
  readonly calls: string[];
  /** The true time in milliseconds. */
  now: number;
}

/** The options of a fixture user's key. */
export interface KeyWish {
  readonly age: number;
  readonly id?: string;
  readonly status?: string;
  /** Deactivation notices of these stage days were delivered to the user's address on their days. */
  readonly notified?: readonly number[];
  readonly history?: Partial<KeyHistory>;
}

/** The options of a fixture user. Default: an employee with their own address. */
export interface UserWish {
  readonly userType?: string | undefined;
  readonly email?: string | undefined;
  readonly exempt?: string;
  readonly moreTags?: Readonly<Record<string, string>>;
  readonly keys: readonly KeyWish[];
}

/** An account with these users. Default: nobody was notified of anything. */
export function worldOf(wishes: Readonly<Record<string, UserWish>>): World {
  const users: MemoryUsers = new Map();
  const table: LedgerTable = new Map();
  for (const [userName, wish] of Object.entries(wishes)) {
    const email = "email" in wish ? wish.email : `${userName}@example.com`;
    const userType = "userType" in wish ? wish.userType : "employee";
    const keys = wish.keys.map(({ age, id, status = "Active", notified = [], history = {} }, index) => {
      const accessKeyId = id ?? keyIdOf(userName, index);
      const createdOn = addDays(today, -age);
      const key = { accessKeyId, userName, status, createdOn };
      const notices = notified.map((day) => noticeOf(day, createdOn, email?.split(" ")[0] ?? ""));
      if (notices.length > 0 || Object.keys(history).length > 0)
        putHistory(table, key, { ...emptyHistory, notices, ...history });
      return key;
    });
    const tags = {
      ...(email === undefined ? {} : { email }),
      ...(userType === undefined ? {} : { UserType: userType }),
      ...(wish.exempt === undefined ? {} : { CurfewExempt: wish.exempt }),
      ...wish.moreTags,
    };
    users.set(userName, { keys, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) });
  }
  const left = { outbox: [], saved: [], deactivations: [], markers: [], calls: [] };
  const now = Date.parse(`${today}T08:00:00Z`);
  return { users, table, ...left, inventory: unknownAccount, pause: undefined, now };
}

/** The warning of a stage, sent and delivered on its day. It names day 90, or ten days later if that is later. */
export function noticeOf(day: number, createdOn: string, to: string): NoticeRecord {
  const on = addDays(createdOn, day);
  return {
    id: { type: "stage", day, outlook: "deactivation" },
    to,
    as: "owner",
    state: "sent",
    on,
    run: `run-${on}`,
    claimId: `claim-${on}`,
    round: 0,
    names: addDays(createdOn, Math.max(90, day + 10)),
    noticeDays: 10,
    audience: "current",
    delivery: { state: "delivered", on },
  };
}

/** The ID of a fixture user's key. Its last four characters are unique in the fixture. */
export function keyIdOf(userName: string, index = 0): string {
  return `AKIAEXAMPLE${userName.toUpperCase()}${index}`;
}

/** The stages whose warnings were delivered before day 90. */
export const warned = [70, 80];

/** The status of every key, by its ID. */
export function statuses({ users }: World): Record<string, string> {
  const keys = [...users.values()].flatMap((user) => user.keys);
  return Object.fromEntries(keys.map(({ accessKeyId, status }) => [accessKeyId, status]));
}

/** Every notice that left, as `recipient: kind key`, in order of recipients. */
export function mailed({ outbox }: World): string[] {
  return outbox
    .flatMap(({ to, notices }) => notices.map(({ kind, accessKeyId }) => `${to}: ${kind} ${accessKeyId}`))
    .sort();
}

/** SES reports every mail that left as delivered on the day on which it was sent. */
export function deliverAll({ table }: World): void {
  for (const entry of table.values())
    entry.history = {
      ...entry.history,
      notices: entry.history.notices.map((notice) =>
        notice.state === "sent" ? { ...notice, delivery: { state: "delivered", on: notice.on } } : notice,
      ),
    };
}

/** What counts at the end: the keys, the notices that were sent or refused, the deactivations, the rounds. */
export function finalState(world: World) {
  const entries = [...world.table].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    statuses: statuses(world),
    keys: entries.map(([id, { history }]) => {
      const { round, notices, deactivation } = history;
      return {
        id,
        round,
        deactivation: deactivation && `${deactivation.state} ${deactivation.number}`,
        notices: notices.map(({ id: notice, to, state }) => `${state} ${notice.type} ${to}`).sort(),
      };
    }),
  };
}

/** How many notices repeated an earlier one to the same recipient. A mail may have several notices. */
export function noticesSentAgain({ outbox }: World): number {
  const sent = outbox.flatMap(({ to, notices }) =>
    notices.map(({ accessKeyId, id }) => `${to} ${accessKeyId} ${JSON.stringify(id)}`),
  );
  return sent.length - new Set(sent).size;
}
