import type { HoldGroup, ReportHead } from "../../../statemachine/run-report.ts";
import type { Fate } from "../../domain/plan.ts";
import { counted, figure } from "../../notices/figures.ts";
import { holdText } from "../../notices/hold-text.ts";
import { plain } from "../../notices/plain.ts";
import { fateText, planHoldText } from "../../notices/reason-text.ts";
import { dataTable } from "./data-table.ts";
import { element, isolated, placeOf } from "./element.ts";

const states: Readonly<Record<ReportHead["state"], string>> = {
  nothingDue: "No key was due for deactivation.",
  onHold: "Keys were due, and all deactivations are on hold today.",
  awaitingApproval:
    "More keys are due than a normal day brings. Nothing is deactivated until somebody approves the plan.",
  deactivate: "Curfew deactivated what the limits of the day allow.",
  unknown: "The plan could not be read.",
};

/** Today's plan: what was due, what was done, and why not everything. */
export function showPlan({ state, plan }: ReportHead): void {
  const place = placeOf("plan");
  place.append(element("p", {}, states[state]));
  if (plan === undefined) return;
  if (plan.hold !== undefined) place.append(element("p", {}, `Reason: ${planHoldText(plan.hold)}.`));
  const order: readonly Fate[] = [
    "deactivate",
    "waitsForPace",
    "waitsForAccountPace",
    "awaitsApproval",
    "onHold",
  ];
  const items = order
    .filter((fate) => plan.fates[fate] > 0)
    .map((fate) => element("li", {}, `${counted(plan.fates[fate], "key")}: ${fateText(fate)}`));
  if (items.length === 0) return;
  place.append(element("ul", {}, ...items));
  if (plan.limits === undefined) return;
  const { perDay, perDayAndAccount, approvalAbove, reserved } = plan.limits;
  const before = reserved === 0 ? "" : `; other runs of the day had taken ${figure(reserved)}`;
  place.append(
    element(
      "p",
      { class: "quiet" },
      `Limits: ${figure(perDay)} a day${before}; ${figure(perDayAndAccount)} a day in one account; approval above ${counted(approvalAbove, "waiting key")}.`,
    ),
  );
}

/** Keys on hold by cause, with the value found if a tag is the cause. */
export function showHolds({ onHold }: ReportHead): void {
  placeOf("on-hold").append(
    onHold.length === 0
      ? element("p", {}, "No key is on hold.")
      : dataTable<HoldGroup>({
          noun: "cause",
          labelledBy: "on-hold-title",
          rows: onHold,
          columns: [
            {
              title: "Cause",
              width: 85,
              sortValue: ({ code }) => code,
              cell: (group) => [isolated(capital(holdText(group)))],
            },
            {
              title: "Keys",
              width: 15,
              isFigure: true,
              sortValue: ({ keys }) => keys,
              cell: ({ keys }) => [figure(keys)],
            },
          ],
          sortedBy: { column: "Keys", direction: "descending" },
          words: (group) => holdText(group),
        }),
  );
}

/** Addresses that SES cannot deliver to. */
export function showUndeliverable({ undeliverable }: ReportHead): void {
  placeOf("undeliverable").append(
    undeliverable.length === 0
      ? element("p", {}, "SES has reported no address that it cannot deliver to.")
      : dataTable({
          noun: "entry",
          plural: "entries",
          labelledBy: "undeliverable-title",
          rows: undeliverable,
          columns: [
            {
              title: "Address",
              width: 40,
              sortValue: ({ address }) => address,
              cell: ({ address, isFallback }) => [
                isolated(plain(address)),
                ...(isFallback ? [element("span", { class: "below" }, "fallback contact")] : []),
              ],
            },
            {
              title: "SES reported",
              width: 30,
              sortValue: ({ cause }) => cause,
              cell: ({ cause }) => [isolated(plain(cause))],
            },
            {
              title: "On",
              width: 15,
              sortValue: ({ on }) => on,
              cell: ({ on }) => [element("time", { datetime: on }, on)],
            },
            {
              title: "Keys",
              width: 15,
              isFigure: true,
              sortValue: ({ keys }) => keys,
              cell: ({ keys }) => [figure(keys)],
            },
          ],
          sortedBy: { column: "Keys", direction: "descending" },
          words: ({ address, cause }) => `${address} ${cause}`,
        }),
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
