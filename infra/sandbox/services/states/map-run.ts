import type { Execution } from "./execution.ts";

/** What a Map Run is started as. */
export interface MapRunStart {
  readonly arn: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly startDate: Date;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  /** How many items there are. */
  readonly total: number;
}

/** How many items are where (Step Functions API reference, MapRunItemCounts). */
export interface ItemCounts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
}

/** The run of a Distributed Map: one child execution per item. */
export class MapRun {
  readonly start: MapRunStart;
  #children: Execution[] = [];
  #finalCounts: ItemCounts | undefined;
  #status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED" = "RUNNING";
  #stopDate: Date | undefined;

  constructor(start: MapRunStart) {
    this.start = start;
  }

  /** Those that were started, in that order; none once they are forgotten. */
  get children(): readonly Execution[] {
    return this.#children;
  }

  add(child: Execution): void {
    this.#children.push(child);
  }

  get status() {
    return this.#status;
  }

  get stopDate(): Date | undefined {
    return this.#stopDate;
  }

  /** Counted from the children, so that the counts are right at any moment and always add up. */
  get counts(): ItemCounts {
    if (this.#finalCounts !== undefined) return this.#finalCounts;
    const by = { RUNNING: 0, SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 };
    for (const { status } of this.#children) by[status] += 1;
    const started = this.#children.length;
    return {
      total: this.start.total,
      // What a run that has ended did not get to is aborted and no longer waits.
      pending: this.#status === "RUNNING" ? this.start.total - started : 0,
      running: by.RUNNING,
      succeeded: by.SUCCEEDED,
      failed: by.FAILED,
      timedOut: by.TIMED_OUT,
      aborted: by.ABORTED + (this.#status === "RUNNING" ? 0 : this.start.total - started),
    };
  }

  /** Ends the run; children that are still at work are aborted. */
  end(status: "SUCCEEDED" | "FAILED" | "ABORTED", at: Date): void {
    for (const child of this.#children) child.end({ status: "ABORTED" }, at);
    this.#status = status;
    this.#stopDate = at;
  }

  /** Lets go of the children of a run that has ended; their counts stay. */
  forgetChildren(): void {
    this.#finalCounts = this.counts;
    this.#children = [];
  }
}
