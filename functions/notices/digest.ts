import type { LastRun } from "../../statemachine/last-totals.ts";
import type { NotDeactivated } from "../../statemachine/plan.ts";
import type { Run } from "../../statemachine/run.ts";
import type { AccountWithReason, HoldGroup, Undeliverable } from "../../statemachine/run-report.ts";
import type { RunSummary } from "../../statemachine/run-summary.ts";
import type { Reason } from "../domain/decision.ts";
import type { PlanHold } from "../domain/plan.ts";

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
  readonly reason: Reason;
  readonly overdueSince?: string | undefined;
  readonly restarts: number;
  /** Why a planned key was not deactivated, or a notice not sent. */
  readonly why?: NotDeactivated | undefined;
  readonly error?: string | undefined;
}

/** The mail to the addresses in `digestTo` after a run. Figures and lists are those of the report. */
export interface Digest {
  readonly run: Run;
  /** The digest is about some accounts only: an override names these recipients for them. */
  readonly isPart: boolean;
  readonly coverage: RunSummary["coverage"];
  readonly deactivations: RunSummary["deactivations"];
  readonly headline: string;
  readonly totals: RunSummary["totals"];
  readonly compliantPercent?: number | undefined;
  readonly previous?: LastRun | undefined;
  readonly monthAgo?: LastRun | undefined;
  /** Why the plan deactivates nothing today. */
  readonly hold?: PlanHold | undefined;
  readonly rootKeys: DigestList<{ readonly id: string; readonly name: string }>;
  readonly unreachable: DigestList<AccountWithReason>;
  readonly partlyEvaluated: DigestList<AccountWithReason>;
  readonly notOnboarded: DigestList<AccountWithReason>;
  readonly undeliverable: DigestList<Undeliverable>;
  readonly onHold: readonly HoldGroup[];
  readonly keys: Readonly<Record<DigestKeyList, DigestList<DigestKey>>>;
  readonly links: { readonly console: string; readonly location: string };
}

/** The lists of keys in a digest. */
export const digestKeyLists = [
  "awaitingApproval",
  "deactivationsFailed",
  "nobodyReached",
  "exemptionUnreadable",
  "noticesFailed",
  "longOverdue",
  "deactivated",
  "exempt",
] as const;
export type DigestKeyList = (typeof digestKeyLists)[number];
