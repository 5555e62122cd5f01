import type { AccessKey } from "./access-key.ts";
import { addDays, type Day } from "./calendar-day.ts";
import type { CredentialReportKey, ReportedUser } from "./reported-user.ts";
import type { FoundTags } from "./user-facts.ts";

/** A user's tags as they were read last. */
export interface RememberedTags {
  readonly found: FoundTags;
  /** What the owner wrote about a key: tags whose name is an access key ID, by that ID. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** The true UTC day on which they were read. */
  readonly readOn: Day;
  /** The run that read them. */
  readonly run: string;
}

/** The keys of one user as they were listed last. */
export interface RememberedUser {
  /** The run that listed them: a retry of that run need not list them again. */
  readonly run: string;
  /**
   * The user's row in the credential report of that time; absent if the row could describe other keys than the ones
   * listed, so that the next run lists the user again.
   */
  readonly fingerprint?: string | undefined;
  readonly keys: readonly AccessKey[];
  /** Absent if no decision needed them yet. */
  readonly tags?: RememberedTags | undefined;
}

/** What earlier runs listed in an account, by user name. */
export type InventoryMemory = ReadonlyMap<string, RememberedUser>;

/** What is kept of an account from one run to the next. */
export interface RememberedAccount {
  readonly users: InventoryMemory;
  /** The day on which the account last refused its credential report. */
  readonly reportRefusedOn?: Day | undefined;
}

/** An account without a stored inventory. */
export const unknownAccount: RememberedAccount = { users: new Map() };

/**
 * An account that refuses its report, for example because of a service control policy, is asked again after this many
 * days. Each refused request is a wasted call; each day without the report costs one call per user.
 */
const daysUntilAskedAgain = 7;

/** The first day on which to ask the account for its credential report again; `undefined`: at once. */
export function asksForReportFrom({ reportRefusedOn }: RememberedAccount, startedOn: Day): Day | undefined {
  // Only a file that somebody else wrote has a future day. It would stop Curfew from asking until then.
  if (reportRefusedOn === undefined || reportRefusedOn > startedOn) return undefined;
  const from = addDays(reportRefusedOn, daysUntilAskedAgain);
  return startedOn < from ? from : undefined;
}

/**
 * What to remember of a user who was listed just now.
 *
 * The report is older than the listing, so a key may have been activated or deactivated between the two. If Curfew kept
 * a row beside keys that it does not describe, and somebody undid that change before the next report, the row would
 * stay the same and the remembered keys would stay wrong. So the fingerprint is kept only if the row can describe
 * nothing but the keys that were listed.
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
 * Whether a row can describe only these keys: it counts as many active ones and, if one of two is active, it says which
 * one by the second in which it was created. A key that is created later changes the row anyway.
 */
function describes({ keys: slots, hasMore }: ReportedUser, keys: readonly AccessKey[]): boolean {
  const activeSlots = slots.filter(({ active }) => active);
  const active = keys.filter(({ status }) => status === "Active");
  if (hasMore || activeSlots.length !== active.length) return false;
  if (active.length === 0 || active.length === keys.length) return true;
  const rotated = activeSlots[0]?.lastRotated;
  const createdThen = keys.filter(
    (key) => rotated !== undefined && secondOf(key) === Math.floor(rotated / 1000),
  );
  return createdThen.length === 1 && createdThen[0] === active[0];
}

/** Whether the remembered keys of a user are still the user's keys. */
export function stillHolds(
  remembered: RememberedUser,
  reported: ReportedUser | undefined,
  run: string,
): boolean {
  if (remembered.run === run) return true;
  return reported !== undefined && !reported.hasMore && remembered.fingerprint === reported.fingerprint;
}

/** A key's slot in its user's row, if the row leaves no doubt: the only key there, or created in that second. */
export function reportedKeyOf(
  key: AccessKey,
  keys: readonly AccessKey[],
  { keys: slots, hasMore }: ReportedUser,
): CredentialReportKey | undefined {
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
