import type { ReportHead } from "../../../statemachine/run-report.ts";
import { counted } from "../../notices/figures.ts";
import { plain } from "../../notices/plain.ts";
import { planHoldText } from "../../notices/reason-text.ts";
import { choiceTitles } from "./key-filters.ts";

/** Something that somebody has to decide or do. */
export interface ActionLine {
  readonly text: string;
  /** A command to copy; empty without one. */
  readonly command: string;
  /** The section that lists it. */
  readonly href: string;
  /** The choice of the filter "Show" that shows these keys; empty without one. */
  readonly show: string;
}

/** What needs a decision or an action, the most urgent first; the same findings as in the digest. */
export function actionLines(head: ReportHead): ActionLine[] {
  const { totals, run, plan, unreachable, partlyEvaluated, rootKeys, undeliverable } = head;
  const line = (count: number, text: string, href: string, { show = "", command = "" } = {}) =>
    count === 0 ? [] : [{ text, href, show, command }];
  const hold = plan?.hold;
  const unreadable = head.onHold.filter(({ code }) => code === "exemptionUnreadable");
  const untagged = totals.usersWithoutEmail + totals.usersWithoutType;
  const keysOn = (code: string) =>
    head.onHold.filter((group) => group.code === code).reduce((sum, { keys }) => sum + keys, 0);
  return [
    ...line(
      totals.awaitingApproval,
      `${counted(totals.awaitingApproval, "key")} waiting for your approval.`,
      "#plan-title",
      { command: `curfew approve ${plain(run.id)} --reason "…"` },
    ),
    ...line(
      rootKeys.length,
      `${counted(rootKeys.length, "root user")} with an access key.`,
      "#root-keys-title",
    ),
    ...line(
      unreachable.length,
      `${counted(unreachable.length, "unreachable account")}.`,
      "#unreachable-title",
    ),
    ...line(
      partlyEvaluated.length,
      `${counted(partlyEvaluated.length, "partly evaluated account")}.`,
      "#unreachable-title",
    ),
    ...line(
      totals.deactivationsFailed,
      `${counted(totals.deactivationsFailed, "deactivation")} failed.`,
      "#keys-title",
      { show: choiceTitles.failed },
    ),
    ...(hold === undefined || hold.code === "reportMode"
      ? []
      : line(1, `All deactivations are on hold today: ${planHoldText(hold)}.`, "#plan-title")),
    ...line(
      keysOn("nobodyReached"),
      `${counted(keysOn("nobodyReached"), "key")} whose notices reach nobody.`,
      "#on-hold-title",
    ),
    ...line(
      undeliverable.length,
      `SES cannot deliver to ${counted(undeliverable.length, "address", "addresses")}.`,
      "#undeliverable-title",
    ),
    ...line(
      unreadable.length,
      `${counted(keysOn("exemptionUnreadable"), "key")} with an exemption that cannot be read.`,
      "#on-hold-title",
    ),
    ...line(totals.noticesFailed, `${counted(totals.noticesFailed, "notice")} not sent.`, "#keys-title", {
      show: choiceTitles.failed,
    }),
    ...line(
      totals.longOverdueKeys,
      `${counted(totals.longOverdueKeys, "key")} overdue for more than 30 days.`,
      "#keys-title",
      { show: choiceTitles.longOverdue },
    ),
    ...line(
      untagged,
      `${counted(totals.usersWithoutEmail, "user")} without a usable address, ${counted(totals.usersWithoutType, "user")} without a known user type.`,
      "#keys-title",
      { show: choiceTitles.untagged },
    ),
  ];
}
