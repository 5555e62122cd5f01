import type { Tag } from "../../../functions/domain/user-facts.ts";

/** An access key of the sample, by age: what day it was made depends on the day the sample is loaded. */
export interface SampleKey {
  readonly ageDays: number;
  readonly active: boolean;
  /** Days ago; absent: never used. */
  readonly lastUsedDaysAgo?: number;
  readonly lastUsedService?: string;
}

/** An IAM user of the sample. */
export interface SampleUser {
  readonly userName: string;
  readonly tags: readonly Tag[];
  readonly keys: readonly SampleKey[];
  /** Text the owner wrote about the first key in the console. */
  readonly firstKeyDescription?: string;
}

/** An organizational unit; its parent is the OU before it in its accounts' path. */
export interface SampleOu {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
}

/** An account of the sample. */
export interface SampleAccount {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  readonly state: "ACTIVE" | "SUSPENDED" | "CLOSED";
  readonly joinedDaysAgo: number;
  readonly hasMemberRole: boolean;
  /** Whether its root user has an active access key, which nobody should. */
  readonly hasRootKey?: boolean;
  /** Whether Curfew has run here every day of the weeks before. */
  readonly hasHistory: boolean;
  readonly users: readonly SampleUser[];
}

/** The whole sample Organization. */
export interface SampleOrganization {
  readonly id: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  /** The delegated-administrator account that Curfew is deployed to. */
  readonly hubAccountId: string;
  readonly organizationalUnits: readonly SampleOu[];
  readonly accounts: readonly SampleAccount[];
}
