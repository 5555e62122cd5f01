import type { Day } from "./calendar-day.ts";

/** An access key as ListAccessKeys returns it. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly userName: string;
  /**
   * `Active`, `Inactive`, or any later status of IAM: its StatusType already has `Expired`. Only
   * keys that are exactly `Active` are ever deactivated.
   */
  readonly status: string;
  /** UTC day of its CreateDate. */
  readonly createdOn: Day;
  /** Its CreateDate in milliseconds since 1970. Absent if only the day is known. No rule uses it. */
  readonly createdAt?: number | undefined;
}

/** The part of an access key ID that people and logs see: enough to distinguish a user's two keys. */
export function maskedKeyId(accessKeyId: string): string {
  return `…${accessKeyId.slice(-4)}`;
}
