import type { KeyRow } from "../../../statemachine/run-report.ts";
import type { WithheldReason } from "../../domain/decision.ts";

/** What the table of keys can be narrowed to. */
export type KeyGroup = "failed" | "deactivated" | "withheld" | "exempt" | "told";

/** What became of a key, in words, and whether somebody has to look at it. */
export interface KeyStatus {
  readonly text: string;
  readonly group: KeyGroup;
  readonly tone: "bad" | "done" | "quiet" | "warned";
}

const withheldText: Record<Exclude<WithheldReason, "exempt">, string> = {
  graceNotOver: "Withheld: grace not over",
  tagsUnreadable: "Withheld: tags unreadable",
  unknownUserType: "Withheld: unknown user type",
  exemptionUnreadable: "Withheld: exemption unreadable",
  restored: "Withheld: restored",
};

/** The gravest thing that can be said of a key: a failure before what was done, that before what is to come. */
export function keyStatus({ decision, notices, deactivation }: KeyRow): KeyStatus {
  const some = (...outcomes: string[]) => notices.some(({ outcome }) => outcomes.includes(outcome));
  const noticeFailed = some("failed", "inFlight");
  if (deactivation?.outcome === "failed") return failed("Deactivation failed");
  if (deactivation?.outcome === "deactivated")
    return noticeFailed
      ? failed("Deactivated, notice not sent")
      : { text: "Deactivated", group: "deactivated", tone: "done" };
  if (noticeFailed) return failed("Notice not sent");
  if (deactivation?.outcome === "wouldDeactivate")
    return { text: "Would be deactivated", group: "deactivated", tone: "done" };
  if (deactivation?.outcome === "abandoned")
    return { text: "Withheld: changed meanwhile", group: "withheld", tone: "warned" };
  if (decision.withheld === "exempt") return { text: "Exempt", group: "exempt", tone: "quiet" };
  if (decision.verdict === "withheld")
    return {
      text: decision.withheld === undefined ? "Withheld" : withheldText[decision.withheld],
      group: "withheld",
      tone: "warned",
    };
  if (some("wouldSend")) return { text: "Notice would be sent", group: "told", tone: "quiet" };
  return { text: some("sent") ? "Notice sent" : "Due", group: "told", tone: "quiet" };
}

function failed(text: string): KeyStatus {
  return { text, group: "failed", tone: "bad" };
}
