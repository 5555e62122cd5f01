import type { RunReport } from "../../../statemachine/run-report.ts";
import { minuteOf } from "./day-text.ts";
import { type Child, element, placeOf } from "./element.ts";
import { change, figure } from "./figure-text.ts";
import { type TotalLine, totalLines } from "./total-lines.ts";

/** The totals, beside those of the last run where there is one to compare with. */
export function showTotals(report: RunReport): void {
  const { previous } = report;
  const titles = previous === undefined ? ["This run"] : ["This run", "Last run", "Change"];
  const heads = titles.map((title) => element("th", { scope: "col", class: "figure" }, title));
  const note =
    previous === undefined
      ? "There is no run to compare with: this is the first, or not one over the whole Organization."
      : `The last run over the whole Organization began ${minuteOf(previous.run.startedAt)}.`;
  placeOf("totals").append(
    element(
      "table",
      { "aria-labelledby": "totals-title", class: "totals" },
      element("thead", {}, element("tr", {}, element("td"), ...heads)),
      element("tbody", {}, ...totalLines(report).map(row)),
    ),
    element("p", { class: "quiet" }, note),
  );
}

function row({ title, now, before, isGrave }: TotalLine): HTMLTableRowElement {
  const cell = (...children: Child[]) => element("td", { class: "figure" }, ...children);
  const compared = before === undefined ? [] : [cell(figure(before)), cell(change(now - before))];
  return element(
    "tr",
    isGrave ? { class: "grave" } : now === 0 && (before ?? 0) === 0 ? { class: "none" } : {},
    element("th", { scope: "row" }, title),
    cell(figure(now)),
    ...compared,
  );
}
