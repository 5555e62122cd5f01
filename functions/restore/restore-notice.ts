import type { AccessKey } from "../domain/access-key.ts";
import { addresseesOf } from "../domain/addressees.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import { type Addressee, type NoticeId, sameNotice } from "../domain/notice.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { Recipients } from "../domain/recipients.ts";
import { dayNamedByRestore } from "../domain/restore.ts";
import { findTags, readUserFacts, type Tag, type UserFacts } from "../domain/user-facts.ts";
import type { DueNotice } from "../notices/compose-notices.ts";

/** A key that is active again, and what is known about it after its restore was recorded. */
export interface RestoredFacts {
  readonly key: AccessKey;
  /** All keys of its user. */
  readonly keys: readonly AccessKey[];
  /** The number of its restore. */
  readonly number: number;
  /** The tags of its user; `undefined` if they cannot be read. */
  readonly tags: readonly Tag[] | undefined;
  readonly history: KeyHistory;
  readonly rules: AccountRules;
  readonly utcDay: Day;
  /** The last day of the current pause. */
  readonly pausedUntil?: Day | undefined;
}

/**
 * The notice about a restore, to its owners (or the fallback contact) and to the security contact, if they have not had
 * it yet; `undefined` if everybody has, or if a later restore followed. It is the key's next deactivation notice: it
 * names the day after the restore ends, or a later day that leaves the owner the notice period.
 */
export function restoreNotice(facts: RestoredFacts): DueNotice | undefined {
  const { history, rules, number, utcDay, tags } = facts;
  const { restore } = history;
  if (restore?.number !== number) return undefined;
  const id: NoticeId = { type: "restored", number };
  const found = tags === undefined ? undefined : findTags(tags, rules);
  const user = found === undefined ? undefined : readUserFacts(found, rules, utcDay);
  const recipients = user?.recipients ?? unreadableTags(rules);
  const to = [
    ...addresseesOf(id, { history, recipients, today: utcDay }),
    ...securityContact(id, recipients, facts),
  ];
  if (to.length === 0) return undefined;
  const names = user === undefined ? undefined : dayNamedByRestore(user, { ...facts, today: utcDay });
  return {
    notice: {
      id,
      kind: "restored",
      to,
      audience: "current",
      ...(names === undefined ? {} : { names, noticeDays: rules.minimumNoticeDays }),
    },
    reason: { code: "restored", until: restore.until, reason: restore.reason },
    facts: recordedFacts(facts, user),
    round: history.round,
    ...(tags === undefined ? {} : { tags }),
  };
}

/** The owner of the key is unknown, so the fallback contact gets the owner's notice. */
function unreadableTags({ contacts }: AccountRules): Recipients {
  return {
    owners: [],
    fallback: contacts.fallback.toLowerCase(),
    fallbackReasons: [{ code: "tagsUnreadable" }],
  };
}

/** The security contact is notified of every restore, once, unless it gets the same mail as owner or fallback. */
function securityContact(
  id: NoticeId,
  { owners, fallback, fallbackReasons }: Recipients,
  { history, rules }: RestoredFacts,
): Addressee[] {
  const address = rules.contacts.security.toLowerCase();
  const getsItAnyway = owners.includes(address) || (fallback === address && fallbackReasons.length > 0);
  const isSettled = history.notices.some(
    (notice) => sameNotice(notice.id, id) && notice.to === address && notice.state !== "claimed",
  );
  return getsItAnyway || isSettled ? [] : [{ address, as: "security" }];
}

function recordedFacts(facts: RestoredFacts, user: UserFacts | undefined): DueNotice["facts"] {
  const { key, keys, tags, history, rules, utcDay } = facts;
  const { accessKeyId, userName, status, createdOn } = key;
  const other = keys.find((one) => one.accessKeyId !== accessKeyId);
  return {
    accessKeyId,
    userName,
    status,
    createdOn,
    keyFrom: "listing",
    ...(tags === undefined ? { tags: "unreadable" } : { tags: findTags(tags, rules), tagsReadOn: utcDay }),
    ...(user?.userType.known ? { userType: user.userType.name } : {}),
    ...(other === undefined
      ? {}
      : {
          otherKey: { accessKeyId: other.accessKeyId, status: other.status, createdOn: other.createdOn },
        }),
    history,
  };
}
