import type { KeyResult } from "../../statemachine/account-result.ts";
import type { JudgedKey } from "./decide.ts";

/**
 * Adds to a key's result what an earlier attempt of the same run has done, so that the account result says
 * what the run did and not only what its last attempt did.
 */
export function withDoneEarlier(result: KeyResult, { history }: JudgedKey, runId: string): KeyResult {
  const sent = history.notices
    .filter(({ run }) => run === runId)
    .map(({ to }) => ({ to, outcome: "sent" as const }));
  const { deactivation } = history;
  const switchedOff = deactivation?.run === runId && deactivation.state === "done";
  return {
    ...result,
    notices: [...sent, ...result.notices],
    ...(switchedOff && result.deactivation === undefined
      ? { deactivation: { outcome: "deactivated" as const } }
      : {}),
  };
}
