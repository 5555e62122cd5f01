import type { AccessKey } from "./access-key.ts";
import { addDays, type Day } from "./calendar-day.ts";
import type { ReportedUser } from "./reported-user.ts";

/** The keys of one user as they were listed last. */
export interface RememberedUser {
  /** The run that listed them: a worker that goes on within its run need not list them again. */
  readonly run: string;
  /**
   * The user's row in the credential report of that time; absent where the row did not pin down what was
   * listed, so that the user is listed again in the next run.
   */
  readonly fingerprint?: string | undefined;
  readonly keys: readonly AccessKey[];
}

/** What earlier runs listed in an account, by user name. */
export type InventoryMemory = ReadonlyMap<string, RememberedUser>;

/** What is kept of an account from one run to the next. */
export interface RememberedAccount {
  readonly users: InventoryMemory;
  /** The day on which the account last refused its credential report. */
  readonly reportRefusedOn?: Day | undefined;
}

/** An account of which nothing is kept. */
export const unknownAccount: RememberedAccount = { users: new Map() };

/**
 * An account that refuses its report, as a service control policy makes it do, is asked again after so many
 * days: each question in vain is a call, and each day on which it would have been answered one call a user.
 */
const daysUntilAskedAgain = 7;

/** The day from which on to ask the account for its credential report again; `undefined`: at once. */
export function asksForReportFrom({ reportRefusedOn }: RememberedAccount, startedOn: Day): Day | undefined {
  // A day to come would be from a file that somebody else wrote, and keep the account unasked until then.
  if (reportRefusedOn === undefined || reportRefusedOn > startedOn) return undefined;
  const from = addDays(reportRefusedOn, daysUntilAskedAgain);
  return startedOn < from ? from : undefined;
}

/**
 * What to remember of a user who was listed just now.
 *
 * The report is older than the listing, so a key may have been switched off, or on, between the two. If the
 * row were kept beside keys that it does not describe, a change back before the next report would leave the
 * row as it was and the keys wrong for good. The fingerprint is therefore kept only where the row can
 * describe nothing but the keys that were listed.
 */
export function remember(
  keys: readonly AccessKey[],
  reported: ReportedUser | undefined,
  run: string,
): RememberedUser {
  const fingerprint = reported !== undefined && describes(reported, keys) ? reported.fingerprint : undefined;
  return { run, keys, ...(fingerprint === undefined ? {} : { fingerprint }) };
}

/**
 * Whether a row can describe only these keys: it counts as many active ones, and where one of two is active
 * it says which, by the second in which that one was made. A key that was made later moves the row anyway.
 */
function describes({ keys: slots, hasMore }: ReportedUser, keys: readonly AccessKey[]): boolean {
  const activeSlots = slots.filter(({ active }) => active);
  const active = keys.filter(({ status }) => status === "Active");
  if (hasMore || activeSlots.length !== active.length) return false;
  if (active.length === 0 || active.length === keys.length) return true;
  const rotated = activeSlots[0]?.lastRotated;
  const madeThen = keys.filter(
    (key) => rotated !== undefined && secondOf(key) === Math.floor(rotated / 1000),
  );
  return madeThen.length === 1 && madeThen[0] === active[0];
}

/** Whether what is remembered of a user is still true. */
export function stillHolds(
  remembered: RememberedUser,
  reported: ReportedUser | undefined,
  run: string,
): boolean {
  if (remembered.run === run) return true;
  return reported !== undefined && !reported.hasMore && remembered.fingerprint === reported.fingerprint;
}

/** A key's place in its user's row, where the row leaves no doubt: the only key there, or made in that second. */
export function reportedKeyOf(
  key: AccessKey,
  keys: readonly AccessKey[],
  { keys: slots, hasMore }: ReportedUser,
) {
  if (hasMore || slots.length !== keys.length) return undefined;
  if (keys.length === 1) return slots[0];
  const second = secondOf(key);
  if (second === undefined || keys.some((other) => other !== key && secondOf(other) === second))
    return undefined;
  const found = slots.filter(({ lastRotated = Number.NaN }) => Math.floor(lastRotated / 1000) === second);
  return found.length === 1 ? found[0] : undefined;
}

function secondOf({ createdAt }: AccessKey): number | undefined {
  return createdAt === undefined ? undefined : Math.floor(createdAt / 1000);
}
