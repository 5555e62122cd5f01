import type { LastUsed } from "./last-used.ts";

/** One of the two access keys in a user's row of the credential report, which does not say which key it is. */
export interface ReportedKey {
  readonly active: boolean;
  /** When it was created or last changed, in milliseconds since 1970; absent where the report says nothing. */
  readonly lastRotated?: number | undefined;
  readonly lastUsed: LastUsed;
}

/** What a user's row of the credential report says about access keys. */
export interface ReportedUser {
  readonly userName: string;
  /** Changes whenever a key of this user is made, deleted, switched on or off, or the user is made anew. */
  readonly fingerprint: string;
  /** Those that the row shows, two at most. */
  readonly keys: readonly ReportedKey[];
  /** More credentials than the row can show: what it says about keys is then not the whole truth. */
  readonly hasMore: boolean;
}

/** The credential report of an account, as far as Curfew reads it. */
export interface CredentialReport {
  readonly users: ReadonlyMap<string, ReportedUser>;
  readonly rootHasActiveKey: boolean;
}

/** Why an account is listed without a credential report. */
export interface NoReport {
  readonly unavailable: string;
  /** Whether the account will say the same tomorrow: Curfew may not have its report. */
  readonly isRefused: boolean;
}
