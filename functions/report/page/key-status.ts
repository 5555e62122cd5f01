import { addDays, type Day } from "../../domain/calendar-day.ts";
import type { PageKey } from "../page-data.ts";
import { longOverdueDays } from "../reported-key.ts";

/** The status of a key in words, and how urgent it is. */
export interface KeyStatus {
  readonly text: string;
  readonly tone: "bad" | "done" | "quiet" | "warned";
  /** The smaller, the more urgent. Urgent keys come first. */
  readonly rank: number;
}

/** Reasons to be on hold that somebody has to resolve. The others pass with time. */
const needsSomebody: ReadonlySet<string> = new Set([
  "nobodyReached",
  "exemptionUnreadable",
  "tagsUnreadable",
  "unknownUserType",
  "ownerUnreachable",
]);

/** The most urgent status of a key: a failure, then an action, then what comes next. */
export function keyStatus(key: PageKey): KeyStatus {
  const some = (...outcomes: string[]) => key.notices.some(([outcome]) => outcomes.includes(outcome));
  const noticeFailed = some("failed", "inFlight");
  const didFail = key.outcome === "noResult" || (typeof key.why === "object" && key.why.code === "failed");
  if (didFail) return { text: "Deactivation failed", tone: "bad", rank: 0 };
  if (key.outcome === "deactivated")
    return noticeFailed
      ? { text: "Deactivated, notice not sent", tone: "bad", rank: 0 }
      : { text: "Deactivated", tone: "done", rank: 5 };
  if (noticeFailed) return { text: "Notice not sent", tone: "bad", rank: 0 };
  return stateStatus(key, some("sent"), some("wouldSend"));
}

/** Whether a key is overdue for long enough that somebody should look at it. */
export function isLongOverdue({ overdueSince }: PageKey, day: Day): boolean {
  return overdueSince !== "" && overdueSince < addDays(day, -longOverdueDays);
}

/** The rank of a key in the table: keys that are long overdue come first, whatever their status. */
export function urgency(key: PageKey, day: Day): number {
  return isLongOverdue(key, day) ? -1 : keyStatus(key).rank;
}

function stateStatus(key: PageKey, wasSent: boolean, wouldBeSent: boolean): KeyStatus {
  switch (key.state) {
    case "deactivate":
      return waitingStatus(key);
    case "onHold": {
      const isUrgent = needsSomebody.has(key.reason.code);
      return { text: "On hold", tone: isUrgent ? "bad" : "warned", rank: isUrgent ? 1 : 4 };
    }
    case "exempt":
      return { text: "Exempt", tone: "quiet", rank: 7 };
    case "inactive":
      return { text: "Inactive", tone: "quiet", rank: 8 };
    default:
      return {
        text: wouldBeSent ? "Notice would be sent" : wasSent ? "Notice sent" : "Notified before",
        tone: "quiet",
        rank: 6,
      };
  }
}

function waitingStatus({ fate, outcome }: PageKey): KeyStatus {
  if (fate === "awaitsApproval") return { text: "Waits for approval", tone: "bad", rank: 2 };
  if (outcome === "notDeactivated") return { text: "Not deactivated", tone: "warned", rank: 3 };
  if (fate === "waitsForPace" || fate === "waitsForAccountPace")
    return { text: "Waits for its turn", tone: "warned", rank: 3 };
  if (fate === "onHold") return { text: "Waits: run on hold", tone: "warned", rank: 3 };
  return { text: "Would be deactivated", tone: "done", rank: 5 };
}
