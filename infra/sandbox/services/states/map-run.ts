import type { Execution } from "./execution.ts";
import type { JsonValue } from "./json.ts";

/** What a Map Run is started as. */
export interface MapRunStart {
  readonly arn: string;
  readonly executionArn: string;
  readonly label: string;
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
  /** By the position of their item. */
  #children = new Map<number, Execution>();
  #items: readonly JsonValue[];
  #redriveCount = 0;
  #redriveDate: Date | undefined;
  #finalCounts: ItemCounts | undefined;
  #status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED" = "RUNNING";
  #stopDate: Date | undefined;

  /** @param items what it maps over; a redrive does not read them again */
  constructor(start: Omit<MapRunStart, "total">, items: readonly JsonValue[]) {
    this.start = { ...start, total: items.length };
    this.#items = items;
  }

  /** Those that were started, in that order; none once they are forgotten. */
  get children(): readonly Execution[] {
    return [...this.#children.values()];
  }

  get items(): readonly JsonValue[] {
    return this.#items;
  }

  /** The child of the item at a position, where it was started. */
  childAt(index: number): Execution | undefined {
    return this.#children.get(index);
  }

  add(index: number, child: Execution): void {
    this.#children.set(index, child);
  }

  get redriveCount(): number {
    return this.#redriveCount;
  }

  get redriveDate(): Date | undefined {
    return this.#redriveDate;
  }

  /** Whether a redrive of the execution continues with it: it failed, and not all of its children succeeded. */
  get isRedrivable(): boolean {
    const { succeeded, total } = this.counts;
    return (this.#status === "FAILED" || this.#status === "ABORTED") && succeeded < total;
  }

  /** Whether its children were dropped, so that a redrive cannot know which of them to run again. */
  get isForgotten(): boolean {
    return this.#finalCounts !== undefined;
  }

  /** Runs again; children that succeeded stay as they are. */
  redrive(at: Date): void {
    this.#redriveCount += 1;
    this.#redriveDate = at;
    this.#status = "RUNNING";
    this.#stopDate = undefined;
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
    for (const { status } of this.#children.values()) by[status] += 1;
    const started = this.#children.size;
    const { total } = this.start;
    return {
      total,
      // What a run that has ended did not get to is aborted and no longer waits.
      pending: this.#status === "RUNNING" ? total - started : 0,
      running: by.RUNNING,
      succeeded: by.SUCCEEDED,
      failed: by.FAILED,
      timedOut: by.TIMED_OUT,
      aborted: by.ABORTED + (this.#status === "RUNNING" ? 0 : total - started),
    };
  }

  /** Ends the run; children that are still at work are aborted. */
  end(status: "SUCCEEDED" | "FAILED" | "ABORTED", at: Date): void {
    for (const child of this.#children.values()) child.end({ status: "ABORTED" }, at);
    this.#status = status;
    this.#stopDate = at;
  }

  /** Lets go of the children of a run that has ended; their counts stay. */
  forgetChildren(): void {
    this.#finalCounts = this.counts;
    this.#children = new Map();
    this.#items = [];
  }
}
