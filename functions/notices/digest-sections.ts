import type { AccountWithReason } from "../../statemachine/run-report.ts";
import type { Digest, DigestKey, DigestList } from "./digest.ts";
import { counted } from "./figures.ts";
import { holdText } from "./hold-text.ts";
import { inert, quoted } from "./inert.ts";
import { plain } from "./plain.ts";
import {
  exemptionForm,
  notDeactivatedText,
  outcomeReasonText,
  planHoldText,
  reasonText,
} from "./reason-text.ts";

/** A part of the digest: one finding or one kind of action, with what to do about it. */
export interface DigestSection {
  readonly title: string;
  /** What to do, or why. Empty if the title says everything. */
  readonly advice: string;
  /** Commands to copy, in order. */
  readonly commands: readonly { readonly command: string }[];
  readonly rows: readonly { readonly what: string; readonly reason: string }[];
  readonly more: number;
}

const nothing: DigestSection = { title: "", advice: "", commands: [], rows: [], more: 0 };

/** What needs a decision or an action, the most urgent first. */
export function sectionsToActOn(digest: Digest): DigestSection[] {
  const { totals, keys, hold, run } = digest;
  const sections: (DigestSection | undefined)[] = [
    ifAny(keys.awaitingApproval, {
      ...nothing,
      title: `${counted(totals.awaitingApproval, "key")} waiting for your approval`,
      advice:
        "More keys are due than a normal day brings. Curfew deactivates none of these until somebody approves the plan. Look at the plan, then approve it:",
      commands: [{ command: `curfew plan ${run.id}` }, { command: `curfew approve ${run.id} --reason "…"` }],
      ...keyRows(keys.awaitingApproval, reasonOf),
    }),
    ifAny(digest.rootKeys, {
      ...nothing,
      title: "Root users with an access key",
      advice: "Nothing can limit a root access key. Delete it.",
      rows: digest.rootKeys.rows.map(({ id, name }) => ({ what: accountText(id, name), reason: "" })),
      more: digest.rootKeys.more,
    }),
    ifAny(digest.unreachable, {
      ...nothing,
      title: "Unreachable accounts",
      advice: "No key in these accounts was evaluated.",
      ...accountRows(digest.unreachable),
    }),
    ifAny(digest.partlyEvaluated, {
      ...nothing,
      title: "Partly evaluated accounts",
      advice: "Some users or keys in these accounts were not evaluated.",
      ...accountRows(digest.partlyEvaluated),
    }),
    ifAny(keys.deactivationsFailed, {
      ...nothing,
      title: "Deactivations that failed",
      advice: "These keys are still active. The next run tries again.",
      ...keyRows(keys.deactivationsFailed, ({ why }) =>
        why === undefined
          ? "no result: the function crashed, was stopped or timed out"
          : notDeactivatedText(why, quoted),
      ),
    }),
    hold === undefined || hold.code === "reportMode"
      ? undefined
      : {
          ...nothing,
          title: "All deactivations are on hold today",
          advice: `${counted(totals.waitingKeys, "key")} waiting: ${planHoldText(hold, quoted)}.`,
        },
    ifAny(keys.nobodyReached, {
      ...nothing,
      title: "Keys whose notices reach nobody",
      advice:
        "Neither the owner nor the fallback contact can be reached, so these keys stay active. Correct the email tag, or the fallback contact in settings.yaml.",
      ...keyRows(keys.nobodyReached, reasonOf),
    }),
    ifAny(digest.undeliverable, {
      ...nothing,
      title: "Addresses that SES cannot deliver to",
      advice: "Correct the email tag, or the fallback contact in settings.yaml.",
      rows: digest.undeliverable.rows.map(({ address, isFallback, cause, on, keys: count }) => ({
        what: `${plain(address, 100)}${isFallback ? " (fallback contact)" : ""}`,
        reason: `${plain(cause, 200)} on ${on}, ${counted(count, "key")}`,
      })),
      more: digest.undeliverable.more,
    }),
    ifAny(keys.exemptionUnreadable, {
      ...nothing,
      title: "Exemptions that cannot be read",
      advice: `These keys stay active until the tag is corrected or removed. Expected: ${exemptionForm}.`,
      ...keyRows(keys.exemptionUnreadable, reasonOf),
    }),
    ifAny(keys.noticesFailed, {
      ...nothing,
      title: "Notices not sent",
      advice: "The next run tries again.",
      ...keyRows(keys.noticesFailed, ({ error, reason }) => error ?? reasonText(reason, quoted)),
    }),
    totals.usersWithoutEmail + totals.usersWithoutType === 0
      ? undefined
      : {
          ...nothing,
          title: "Users without tags",
          advice: untaggedText(totals),
        },
  ];
  return sections.filter((section) => section !== undefined);
}

/** What was done, and the current state, for information. */
export function sectionsToRead(digest: Digest): DigestSection[] {
  const { run, keys, onHold } = digest;
  const isReport = run.mode === "report";
  const sections: (DigestSection | undefined)[] = [
    ifAny(keys.deactivated, {
      ...nothing,
      title: isReport ? "Keys that an enforcing run would deactivate" : "Keys deactivated",
      ...keyRows(keys.deactivated, reasonOf),
    }),
    ifAny(keys.longOverdue, {
      ...nothing,
      title: "Keys overdue for more than 30 days",
      ...keyRows(keys.longOverdue, ({ overdueSince, restarts, reason }) =>
        [
          `overdue since ${overdueSince}`,
          ...(restarts === 0
            ? []
            : [
                `tags, exemptions or an activation of the key restarted the warnings ${counted(restarts, "time")}`,
              ]),
          reasonText(reason, quoted),
        ].join("; "),
      ),
    }),
    onHold.length === 0
      ? undefined
      : {
          ...nothing,
          title: "Keys on hold, by cause",
          rows: onHold
            .slice(0, 20)
            .map((group) => ({ what: counted(group.keys, "key"), reason: holdText(group, quoted) })),
          more: Math.max(0, onHold.length - 20),
        },
    ifAny(keys.exempt, { ...nothing, title: "Keys exempt", ...keyRows(keys.exempt, reasonOf) }),
    ifAny(digest.notOnboarded, {
      ...nothing,
      title: "Accounts not onboarded yet",
      ...accountRows(digest.notOnboarded),
    }),
  ];
  return sections.filter((section) => section !== undefined);
}

function untaggedText({ usersWithoutEmail, usersWithoutType }: Digest["totals"]): string {
  const sentences = [
    ...(usersWithoutEmail === 0
      ? []
      : [
          `${counted(usersWithoutEmail, "user")} without a usable address: the fallback contact gets their notices.`,
        ]),
    ...(usersWithoutType === 0
      ? []
      : [
          `${counted(usersWithoutType, "user")} without a known user type: their keys are never deactivated.`,
        ]),
  ];
  return sentences.join(" ");
}

function ifAny<Row>({ rows }: DigestList<Row>, section: DigestSection): DigestSection | undefined {
  return rows.length === 0 ? undefined : section;
}

function reasonOf({ reason }: DigestKey): string {
  return reasonText(reason, quoted);
}

function keyRows({ rows, more }: DigestList<DigestKey>, reason: (key: DigestKey) => string) {
  const shown = rows.map((key) => ({
    what: `${key.key} of ${inert(key.userName, 64)} in ${accountText(key.accountId, key.accountName)}, ${counted(key.age, "day")} old`,
    reason: plain(reason(key), 400),
  }));
  return { rows: shown, more };
}

function accountRows({ rows, more }: DigestList<AccountWithReason>) {
  const shown = rows.map(({ id, name, reason }) => ({
    what: accountText(id, name),
    reason: typeof reason === "string" ? plain(reason, 400) : outcomeReasonText(reason),
  }));
  return { rows: shown, more };
}

function accountText(id: string, name: string): string {
  return `${inert(name, 60)} (${id})`;
}
