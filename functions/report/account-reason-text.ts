import type { AccountWithReason } from "../../statemachine/run-report.ts";
import { plain } from "../notices/plain.ts";
import { outcomeReasonText } from "../notices/reason-text.ts";

/** Why an account is not (fully) evaluated, as a sentence without a full stop. */
export function accountReasonText({ reason }: Pick<AccountWithReason, "reason">): string {
  return typeof reason === "string" ? plain(reason, 500) : outcomeReasonText(reason);
}
