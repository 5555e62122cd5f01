import { createHash } from "node:crypto";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import type { Tag } from "../../../functions/domain/user-facts.ts";
import type { SampleAccount, SampleKey, SampleUser } from "./organization.ts";
import { type PastStep, pastRuns } from "./past-runs.ts";

/** A key of the sample on the day it is loaded, with what the weeks before left behind. */
export interface LoadedKey {
  readonly accessKeyId: string;
  readonly status: "Active" | "Inactive";
  readonly createdAt: Date;
  readonly lastUsed?: { readonly at: Date; readonly service: string; readonly region: string };
  readonly past: readonly PastStep[];
}

/** A user of the sample on the day it is loaded. */
export interface LoadedUser {
  readonly userName: string;
  readonly tags: readonly Tag[];
  readonly keys: readonly LoadedKey[];
}

/** The users of an account as they are on a day: ages become dates, and the past is replayed. */
export function loadedUsers(account: SampleAccount, rules: AccountRules, today: Day): LoadedUser[] {
  return account.users.map((user): LoadedUser => {
    const ids = user.keys.map((_, index) => keyId(account, user, index));
    const tags = tagsOn(user, ids[0], today);
    const keys = user.keys.map((key, index): LoadedKey => {
      const accessKeyId = ids[index] ?? "";
      const createdOn = addDays(today, -key.ageDays);
      const past =
        key.active && account.hasHistory && account.hasMemberRole
          ? pastRuns({ accessKeyId, userName: user.userName, createdOn, tags }, rules, today)
          : [];
      const wasDeactivated = past.some(({ deactivation }) => deactivation !== undefined);
      return {
        accessKeyId,
        status: key.active && !wasDeactivated ? "Active" : "Inactive",
        createdAt: midnight(createdOn),
        ...lastUseOn(key, today),
        past,
      };
    });
    return { userName: user.userName, tags, keys };
  });
}

/** The same key has the same id whenever the sample is loaded. */
function keyId(account: SampleAccount, user: SampleUser, index: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const digest = createHash("sha256").update(`${account.id}/${user.userName}/${index}`).digest();
  return `AKIA${Array.from(digest.subarray(0, 16), (byte) => letters[byte % 32]).join("")}`;
}

/** An exemption of the sample says in how many days it ends: `@30 sam@example.com …`. */
function tagsOn(
  { tags, firstKeyDescription }: SampleUser,
  firstKeyId: string | undefined,
  today: Day,
): Tag[] {
  const dated = tags.map(({ key, value }) => ({
    key,
    value: value.replace(/^@(\d+) /, (_, days: string) => `${addDays(today, Number(days))} `),
  }));
  return firstKeyDescription === undefined || firstKeyId === undefined
    ? dated
    : [...dated, { key: firstKeyId, value: firstKeyDescription }];
}

function lastUseOn(key: SampleKey, today: Day): Pick<LoadedKey, "lastUsed"> {
  if (key.lastUsedDaysAgo === undefined) return {};
  return {
    lastUsed: {
      at: midnight(addDays(today, -key.lastUsedDaysAgo)),
      service: key.lastUsedService ?? "s3",
      region: "eu-central-1",
    },
  };
}

function midnight(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}
