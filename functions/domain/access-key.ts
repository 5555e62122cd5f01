import type { Day } from "./calendar-day.ts";

/** An access key as ListAccessKeys gives it. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly userName: string;
  /**
   * `Active`, `Inactive`, or whatever IAM may come to say: its StatusType already knows `Expired`. Only
   * exactly `Active` is ever acted on.
   */
  readonly status: string;
  /** UTC day of its CreateDate. */
  readonly createdOn: Day;
  /** Its CreateDate in milliseconds since 1970; absent where only the day is known. No rule asks for it. */
  readonly createdAt?: number | undefined;
}

/** What people and logs are shown of an access key id: enough to tell a user's two keys apart. */
export function maskedKeyId(accessKeyId: string): string {
  return `…${accessKeyId.slice(-4)}`;
}
