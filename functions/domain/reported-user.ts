import type { LastUsed } from "./last-used.ts";

/** One of the two access keys in a user's row of the credential report, which does not say which key it is. */
export interface CredentialReportKey {
  readonly active: boolean;
  /** When it was created or last changed, in milliseconds since 1970. Absent if the report does not say. */
  readonly lastRotated?: number | undefined;
  readonly lastUsed: LastUsed;
}

/** What a user's row of the credential report says about access keys. */
export interface ReportedUser {
  readonly userName: string;
  /** Changes whenever a key of this user is created, deleted, activated or deactivated, or the user is recreated. */
  readonly fingerprint: string;
  /** The slots of the row, at most two. */
  readonly keys: readonly CredentialReportKey[];
  /** Whether the user can sign in to the console. */
  readonly hasPassword: boolean;
  /** The user has more credentials than the row shows, so the row does not describe all keys. */
  readonly hasMore: boolean;
}

/** The parts of an account's credential report that Curfew reads. */
export interface CredentialReport {
  readonly users: ReadonlyMap<string, ReportedUser>;
  readonly rootHasActiveKey: boolean;
}

/** Why there is no credential report, so that every user is listed. */
export interface NoReport {
  readonly unavailable: string;
  /** Whether Curfew has no permission to read it, so that asking again tomorrow would not help. */
  readonly isRefused: boolean;
}
