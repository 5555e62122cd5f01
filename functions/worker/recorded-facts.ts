import type { AccessKey } from "../domain/access-key.ts";
import type { Day } from "../domain/calendar-day.ts";
import { reportedKeyOf } from "../domain/inventory-memory.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import type { LastUsed } from "../domain/last-used.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { OtherKey, RecordedFacts } from "../domain/recorded-facts.ts";
import type { ReportedUser } from "../domain/reported-user.ts";
import { readUserFacts, type UserTags } from "../domain/user-facts.ts";

/** The sources of a key's facts. */
export interface FactSources {
  readonly key: AccessKey;
  /** Every key of its user. */
  readonly keys: readonly AccessKey[];
  readonly keyFrom: RecordedFacts["keyFrom"];
  readonly tags: UserTags;
  readonly tagsReadOn?: Day | undefined;
  readonly reported?: ReportedUser | undefined;
  readonly history: KeyHistory;
  readonly rules: AccountRules;
  readonly today: Day;
}

/** The facts that a decision is based on. The last use is recorded if the credential report is unambiguous. */
export function recordedFactsOf(sources: FactSources): RecordedFacts {
  const { key, keys, keyFrom, tags, tagsReadOn, reported, history, rules, today } = sources;
  const other = keys.find(({ accessKeyId }) => accessKeyId !== key.accessKeyId);
  const user = typeof tags === "object" ? readUserFacts(tags, rules, today).userType : undefined;
  const lastUsedOf = (one: AccessKey) => reported && reportedKeyOf(one, keys, reported)?.lastUsed;
  return {
    accessKeyId: key.accessKeyId,
    userName: key.userName,
    status: key.status,
    createdOn: key.createdOn,
    keyFrom,
    tags,
    ...(tagsReadOn === undefined ? {} : { tagsReadOn }),
    ...(user?.known ? { userType: user.name } : {}),
    ...definedLastUse(lastUsedOf(key)),
    ...(other === undefined ? {} : { otherKey: otherKeyOf(other, lastUsedOf(other)) }),
    ...(reported === undefined ? {} : { hasPassword: reported.hasPassword }),
    history,
  };
}

function otherKeyOf({ accessKeyId, status, createdOn }: AccessKey, lastUsed: LastUsed | undefined): OtherKey {
  return { accessKeyId, status, createdOn, ...definedLastUse(lastUsed) };
}

function definedLastUse(lastUsed: LastUsed | undefined) {
  return lastUsed === undefined ? {} : { lastUsed };
}
