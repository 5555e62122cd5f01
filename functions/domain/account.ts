/** A member account as the scheduler, the workers and the report pass it on in the work list. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  /** IDs from the root down, without the account's own: `["r-a1b2", "ou-a1b2-sales"]`. */
  readonly path: readonly string[];
  /** The day it joined the Organization. Absent if Organizations does not say. */
  readonly joinedOn?: string | undefined;
  /** Organizations' `State`: `ACTIVE`, `PENDING_CLOSURE`, … */
  readonly state: string;
}
