import type { IamTags } from "./user-tags.ts";

/** When and for what an access key was used last (IAM API reference, AccessKeyLastUsed). */
export interface IamKeyUse {
  readonly at: Date;
  /** As IAM names a service: `s3`, `ec2`. */
  readonly service: string;
  /** Absent for services without Regions: AWS then says `N/A`. */
  readonly region?: string;
}

/** An access key. Its secret is not kept: the embedded cloud lets nobody sign with the keys of IAM users. */
export interface IamKey {
  readonly accessKeyId: string;
  readonly status: "Active" | "Inactive";
  readonly createdAt: Date;
  /** Absent while nobody has changed the status since it was made. */
  readonly statusChangedAt?: Date;
  /** Absent: never used. */
  readonly lastUsed?: IamKeyUse;
}

/** An IAM user as its account keeps it. */
export interface IamUser {
  readonly userName: string;
  readonly userId: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Date;
  readonly tags: IamTags;
  /** By access key id, two at most. */
  readonly keys: Map<string, IamKey>;
}

/** The order of users: without case, as in the credential report. */
export function compareUserNames(one: string, other: string): number {
  return compareText(one.toLowerCase(), other.toLowerCase());
}

/** The order of bytes, which no locale changes. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The keys of a user by ascending id, in the API and in the slots of the credential report. */
export function accessKeysOf(user: IamUser): IamKey[] {
  return [...user.keys.values()].sort((one, other) => compareText(one.accessKeyId, other.accessKeyId));
}
