import { type Day, daysBetween } from "./calendar-day.ts";
import type { LastUsed } from "./last-used.ts";
import type { OtherKey } from "./recorded-facts.ts";

/** A key of a user whose keys should be replaced. The steps name the key by its ID. */
export interface RotatedKey {
  readonly accessKeyId: string;
  readonly isActive: boolean;
  readonly createdOn: Day;
  readonly lastUsed: LastUsed;
}

/** What the advice depends on. */
export interface RotationFacts {
  readonly key: RotatedKey;
  /** The user's other key, whatever its status. Absent if there is none. */
  readonly otherKey?: RotatedKey | undefined;
  readonly holder: Holder;
  /** A key that is at least this old is itself to be replaced: the first day of the policy. */
  readonly firstStageDay: number;
  readonly today: Day;
}

/** Who uses the keys: `console` is a person who can sign in to the AWS console. */
export type Holder = "console" | "person" | "machine" | "unknown";

/** The case of the user's two keys. IAM allows no third (IAM quotas: 2 access keys per user). */
export type KeySituation =
  | { readonly code: "onlyKey" }
  /** The other key is young and was used within 90 days. */
  | { readonly code: "newerKeyInUse"; readonly other: RotatedKey }
  /** The other key is young and was not used yet. */
  | { readonly code: "newerKeyUnused"; readonly other: RotatedKey }
  | { readonly code: "otherKeyInactive"; readonly other: RotatedKey }
  /** The owner must replace both. `first` is deleted first to make room: it was used less recently. */
  | { readonly code: "bothOld"; readonly other: RotatedKey; readonly first: "this" | "other" };

/** One thing to do; each names the key that it is about. */
export type RotationStep =
  | { readonly code: "createKey" }
  | { readonly code: "useNewKey"; readonly insteadOf: RotatedKey }
  | { readonly code: "useOtherKey"; readonly key: RotatedKey; readonly insteadOf: RotatedKey }
  | { readonly code: "deactivateKey"; readonly key: RotatedKey }
  /**
   * A key is deleted only after it was inactive for some days and nothing failed (IAM user guide,
   * id_credentials_access-keys).
   */
  | { readonly code: "deleteAfterWait"; readonly key: RotatedKey }
  | {
      readonly code: "deleteKey";
      readonly key: RotatedKey;
      readonly because: "neverUsed" | "inactive";
      /** It is only a few days old and not used yet: somebody may have created it to replace the other one. */
      readonly mayBeReplacement: boolean;
    }
  /** The other key is old too: it is replaced next. */
  | { readonly code: "replaceToo"; readonly key: RotatedKey };

/** A way to need no key at all, or fewer. */
export type Alternative =
  /** The key was never used, or not for 90 days. */
  | { readonly code: "notNeeded"; readonly key: RotatedKey }
  | { readonly code: "noKeyNeeded"; readonly holder: Holder }
  /** AWS shows a secret only once, so a key whose secret is lost makes room for another. */
  | { readonly code: "lostSecret"; readonly key: RotatedKey };

/** What the owner of a key can do, as data. Mails turn it into sentences and commands. */
export interface RotationAdvice {
  readonly situation: KeySituation;
  /** In order. No step creates a key while the user has two. */
  readonly steps: readonly RotationStep[];
  readonly alternatives: readonly Alternative[];
}

/** A key that was not used for this many days is probably not needed (AWS Security Hub, control IAM.8: 90 days). */
export const unusedAfterDays = 90;

/** An unused key that is younger than this may be a replacement that nobody uses yet. */
const freshForDays = 14;

/** Chooses the steps that fit a key, the user's other key, and who uses them. */
export function rotationAdvice(facts: RotationFacts): RotationAdvice {
  const { key, holder } = facts;
  const situation = situationOf(facts);
  const steps = stepsFor(facts, situation);
  const [first] = steps;
  const isDeletedFirst = first?.code === "deleteKey" && first.key === key;
  const alternatives: Alternative[] = [
    ...(isUnused(key, facts.today) && !isDeletedFirst ? [{ code: "notNeeded", key } as const] : []),
    ...(situation.code === "newerKeyUnused" ? [{ code: "lostSecret", key: situation.other } as const] : []),
    ...(situation.code === "newerKeyInUse" ? [] : [{ code: "noKeyNeeded", holder } as const]),
  ];
  return { situation, steps, alternatives };
}

/** Who uses a user's keys. A console password shows a person, whatever the tag says. */
export function holderOf(userType: string | undefined, hasPassword: boolean | undefined): Holder {
  if (hasPassword === true) return "console";
  if (userType === "employee") return "person";
  return userType === "machine" ? "machine" : "unknown";
}

/** A user's other key as the inventory recorded it. A last use that was not read is unknown. */
export function rotatedKey({ accessKeyId, status, createdOn, lastUsed }: OtherKey): RotatedKey {
  return {
    accessKeyId,
    isActive: status === "Active",
    createdOn,
    lastUsed: lastUsed ?? { state: "unknown" },
  };
}

/** Whether a key was never used, or not for `unusedAfterDays`. A key with an unknown last use may be in use. */
export function isUnused({ lastUsed }: RotatedKey, today: Day): boolean {
  if (lastUsed.state !== "used") return lastUsed.state === "never";
  return daysBetween(lastUsed.on, today) >= unusedAfterDays;
}

function situationOf({ key, otherKey: other, firstStageDay, today }: RotationFacts): KeySituation {
  if (other === undefined) return { code: "onlyKey" };
  if (!other.isActive) return { code: "otherKeyInactive", other };
  if (daysBetween(other.createdOn, today) < firstStageDay)
    return { code: isUnused(other, today) ? "newerKeyUnused" : "newerKeyInUse", other };
  return { code: "bothOld", other, first: !key.isActive || isUsedLess(key, other) ? "this" : "other" };
}

/** Order: never used, used long ago, used recently, unknown; then the older key first. */
function isUsedLess(one: RotatedKey, other: RotatedKey): boolean {
  const [mine, theirs] = [useRank(one), useRank(other)];
  if (mine !== theirs) return mine < theirs;
  return one.createdOn < other.createdOn;
}

/** A text that sorts keys by last use. */
function useRank({ lastUsed }: RotatedKey): string {
  return lastUsed.state === "used" ? lastUsed.on : { never: "0", unknown: "9" }[lastUsed.state];
}

function stepsFor({ key, today }: RotationFacts, situation: KeySituation): RotationStep[] {
  switch (situation.code) {
    case "onlyKey":
      return replaced(key);
    case "otherKeyInactive":
      return [deletion(situation.other, "inactive", today), ...replaced(key)];
    case "newerKeyInUse":
    case "newerKeyUnused":
      return given(key, situation.other, today);
    case "bothOld": {
      const { other, first } = situation;
      return first === "other"
        ? [...given(other, key, today), ...replaced(key)]
        : [...given(key, other, today), { code: "replaceToo", key: other }];
    }
  }
}

/** A new key replaces one. The user must have room for it. */
function replaced(key: RotatedKey): RotationStep[] {
  return [{ code: "createKey" }, { code: "useNewKey", insteadOf: key }, ...retired(key)];
}

/** The user's other key replaces one. */
function given(key: RotatedKey, to: RotatedKey, today: Day): RotationStep[] {
  if (key.lastUsed.state === "never") return [deletion(key, "neverUsed", today)];
  return [{ code: "useOtherKey", key: to, insteadOf: key }, ...retired(key)];
}

function deletion(key: RotatedKey, because: "neverUsed" | "inactive", today: Day): RotationStep {
  const isFresh = daysBetween(key.createdOn, today) < freshForDays;
  return { code: "deleteKey", key, because, mayBeReplacement: isFresh && key.lastUsed.state === "never" };
}

function retired(key: RotatedKey): RotationStep[] {
  const isGone: RotationStep = { code: "deleteAfterWait", key };
  return key.isActive ? [{ code: "deactivateKey", key }, isGone] : [isGone];
}
