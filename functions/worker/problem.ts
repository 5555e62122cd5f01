import { isTransient } from "../aws/aws-errors.ts";
import { describeError } from "../runtime/log.ts";

/** A failure of one user or key that does not stop the others. `userName` is empty if it concerns the account. */
export interface Problem {
  readonly userName: string;
  readonly problem: string;
  /** Whether a retry may succeed. */
  readonly transient: boolean;
}

/** An error as a problem. `what` names the failed step: "tags", "ledger". */
export function problemOf(userName: string, what: string, error: unknown): Problem {
  return { userName, problem: `${what}: ${describeError(error)}`, transient: isTransient(error) };
}
