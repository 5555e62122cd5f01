import type { Day } from "./calendar-day.ts";
import type { KeyHistory } from "./key-history.ts";
import type { LastUsed } from "./last-used.ts";
import type { UserTags } from "./user-facts.ts";

/** What is recorded about the user's other access key. */
export interface OtherKey {
  readonly accessKeyId: string;
  readonly status: string;
  readonly createdOn: Day;
  readonly lastUsed?: LastUsed | undefined;
}

/** What a decision about a key was based on, and when it was read. Recorded in the account result. */
export interface RecordedFacts {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly status: string;
  readonly createdOn: Day;
  /** `listing`: read in this run. `inventory`: read in an earlier run, and the credential report shows no change. */
  readonly keyFrom: "listing" | "inventory";
  readonly tags: UserTags;
  /** The day on which the tags were read. Absent if they were not. */
  readonly tagsReadOn?: Day | undefined;
  /** The user type of the tag. Absent if it is unknown or was not read. */
  readonly userType?: string | undefined;
  /** Absent if it was not read. */
  readonly lastUsed?: LastUsed | undefined;
  readonly otherKey?: OtherKey | undefined;
  /** Whether the user has a console password; absent without a credential report. */
  readonly hasPassword?: boolean | undefined;
  readonly history: KeyHistory;
}
