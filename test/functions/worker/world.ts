import { addDays } from "../../../functions/domain/calendar-day.ts";
import { type RememberedAccount, unknownAccount } from "../../../functions/domain/inventory-memory.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { NoticeMail } from "../../../functions/domain/notice-mail.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import { tags, today } from "../domain/key-fixture.ts";
import type { MemoryUsers } from "./memory-account.ts";
import { type LedgerTable, ledgerTable, remember } from "./memory-ledger.ts";

/** An account in memory with everything that workers leave behind. */
export interface World {
  readonly users: MemoryUsers;
  readonly table: LedgerTable;
  /** Every mail that left, in order. */
  readonly outbox: NoticeMail[];
  /** Every account result that was saved; the last one is the one that counts. */
  readonly saved: AccountResult[];
  /** What the last worker listed. */
  inventory: RememberedAccount;
  /** Every call that took effect or failed, in order. */
  readonly calls: string[];
  /** The wall clock in milliseconds, for claims only. */
  now: number;
}

/** What a key of a fixture user may say. */
export interface KeyWish {
  readonly age: number;
  readonly id?: string;
  readonly status?: string;
  /** Notices sent to the user's address so many days ago, by their name in the ledger. */
  readonly told?: Readonly<Record<string, number>>;
  readonly history?: Partial<KeyHistory>;
}

/** What a fixture user may say; an employee with an address of their own unless wished otherwise. */
export interface UserWish {
  readonly userType?: string | undefined;
  readonly email?: string | undefined;
  readonly exempt?: string;
  readonly moreTags?: Readonly<Record<string, string>>;
  readonly keys: readonly KeyWish[];
}

/** An account with these users; nobody has been told of anything, unless wished otherwise. */
export function worldOf(wishes: Readonly<Record<string, UserWish>>): World {
  const users: MemoryUsers = new Map();
  const table = ledgerTable();
  for (const [userName, wish] of Object.entries(wishes)) {
    const email = "email" in wish ? wish.email : `${userName}@example.com`;
    const userType = "userType" in wish ? wish.userType : "employee";
    const keys = wish.keys.map(({ age, id, status = "Active", told = {}, history = {} }, index) => {
      const accessKeyId = id ?? keyIdOf(userName, index);
      const key = { accessKeyId, userName, status, createdOn: addDays(today, -age) };
      const notices = Object.entries(told).map(([name, daysAgo]) => {
        const on = addDays(today, -daysAgo);
        return { id: name, to: email?.split(" ")[0] ?? "", on, run: `run-${on}` };
      });
      if (notices.length > 0 || Object.keys(history).length > 0)
        remember(table, key, { ...emptyHistory, notices, ...history });
      return key;
    });
    const written = tags({
      ...(email === undefined ? {} : { email }),
      ...(userType === undefined ? {} : { UserType: userType }),
      ...(wish.exempt === undefined ? {} : { CurfewExempt: wish.exempt }),
      ...wish.moreTags,
    });
    users.set(userName, { keys, tags: written });
  }
  return { users, table, outbox: [], saved: [], inventory: unknownAccount, calls: [], now: 1_000_000 };
}

/** The id of a fixture user's key; its last four characters tell it from all others of the fixture. */
export function keyIdOf(userName: string, index = 0): string {
  return `AKIAEXAMPLE${userName.toUpperCase()}${index}`;
}

/** The warnings of day 70 and 80, sent in time to the owner of a key of this age. */
export function toldInTime(age: number): Record<string, number> {
  return { "day-70": age - 70, "day-80": age - 80 };
}

/** The status of every key, by its id. */
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

/** What counts at the end: the keys, the notices that are known as sent or refused, the deactivations. */
export function finalState(world: World) {
  return {
    statuses: statuses(world),
    notices: [...world.table.entries].map(([name, { state }]) => `${state} ${name}`).sort(),
    deactivations: [...world.table.deactivations]
      .map(([id, { state, count }]) => `${id} ${state} ${count}`)
      .sort(),
  };
}

/** How many mails said anything that an earlier one to the same recipient had said. */
export function mailsSentAgain({ outbox }: World): number {
  const said = new Set<string>();
  return outbox.filter(({ to, notices }) => {
    const names = notices.map(({ accessKeyId, noticeId }) => `${to} ${accessKeyId} ${noticeId}`);
    const isAgain = names.some((name) => said.has(name));
    for (const name of names) said.add(name);
    return isAgain;
  }).length;
}
