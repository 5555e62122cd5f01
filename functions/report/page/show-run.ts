import type { ReportHead } from "../../../statemachine/run-report.ts";
import { dayOf } from "../../domain/calendar-day.ts";
import { headlineFigures } from "../../notices/figures.ts";
import { plain } from "../../notices/plain.ts";
import { longDay, minuteOf } from "./day-text.ts";
import { element, placeOf } from "./element.ts";

/** The head of the page: the run, the state of the Organization, and what changed. */
export function showRun(head: ReportHead): void {
  const { run, coverage, deactivations, headline } = head;
  document.title = `Curfew run of ${run.day}`;
  placeOf("day").textContent = longDay(run.day);
  const isComplete = coverage === "complete" && deactivations === "accountedFor";
  const state = placeOf("coverage");
  state.classList.add(isComplete ? "complete" : "incomplete");
  state.append(
    element("strong", {}, isComplete ? "Complete: " : "Incomplete: "),
    `${plain(headline, 1_000)}.`,
  );
  showFigures(head);
  const mode =
    run.mode === "report"
      ? "Report mode: Curfew changed nothing and mailed no owner. The figures are what an enforcing run would have done."
      : "Enforce mode.";
  const asOf = dayOf(new Date(run.startedAt)) === run.day ? "" : ` Evaluated as on ${run.day}.`;
  placeOf("run").append(
    `${mode}${asOf} Run `,
    element("code", {}, plain(run.id)),
    `, started ${minuteOf(run.startedAt)}.`,
  );
}

function showFigures(head: ReportHead): void {
  const { previous, monthAgo } = head;
  const items = headlineFigures(head).map(({ title, now, sinceLast, sinceMonth }) => {
    const changes = [
      ...(sinceLast === undefined ? [] : [`${sinceLast} since ${previous?.day}`]),
      ...(sinceMonth === undefined ? [] : [`${sinceMonth} since ${monthAgo?.day}`]),
    ];
    return element(
      "div",
      {},
      element("dt", {}, title),
      element("dd", { class: "now" }, now),
      ...changes.map((change) => element("dd", { class: "change" }, change)),
    );
  });
  placeOf("figures").append(...items);
}
