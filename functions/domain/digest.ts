import type { Mode } from "./policy.ts";

/** The first rows of a list, and how many more there are. */
export interface DigestList<Row> {
  readonly rows: readonly Row[];
  readonly more: number;
}

/** One access key in the digest. */
export interface DigestKey {
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
  /** Its last four characters. */
  readonly key: string;
  readonly age: number;
  readonly reason: string;
}

/** One account in the digest. */
export interface DigestAccount {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** What the security contact is mailed after each run. */
export interface Digest {
  readonly runId: string;
  readonly day: string;
  readonly mode: Mode;
  readonly coverage: "complete" | "incomplete";
  readonly cause: string;
  readonly totals: {
    readonly accounts: { readonly listed: number; readonly reached: number; readonly unreached: number };
    readonly users: number;
    readonly activeKeys: number;
    readonly noticesSent: number;
    readonly keysDeactivated: number;
    readonly keysWithheld: number;
    readonly keysExempt: number;
    readonly wouldNotify: number;
    readonly wouldDeactivate: number;
  };
  readonly unreached: DigestList<DigestAccount>;
  readonly notOnboarded: DigestList<DigestAccount>;
  /** Accounts whose root user has an active access key. */
  readonly rootKeys: DigestList<DigestAccount>;
  /** Switched off in this run; in report mode: what an enforcing run would switch off. */
  readonly deactivated: DigestList<DigestKey>;
  readonly deactivationsFailed: DigestList<DigestKey>;
  readonly withheld: DigestList<DigestKey>;
  readonly exempt: DigestList<DigestKey>;
  readonly noticesFailed: DigestList<DigestKey>;
  readonly reportLocation: string;
}
