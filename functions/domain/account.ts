/** A member account as the work list carries it from the scheduler to the workers and the report. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  /** IDs from the root down, without the account's own: `["r-a1b2", "ou-a1b2-sales"]`. */
  readonly path: readonly string[];
  /** The day it joined the Organization; absent where Organizations does not say. */
  readonly joinedOn?: string | undefined;
  /** Organizations' `State`: `ACTIVE`, `PENDING_CLOSURE`, … */
  readonly state: string;
}
