import type { RunReport } from "../../../statemachine/run-report.ts";
import { dayOf } from "../../domain/calendar-day.ts";
import { plain } from "../../notices/plain.ts";
import { longDay, minuteOf } from "./day-text.ts";
import { element, placeOf } from "./element.ts";

/** The head of the page: which run it was, and whether it reached everyone. */
export function showRun({ run, coverage, headline, unreached }: RunReport): void {
  document.title = `Curfew run of ${run.day}`;
  placeOf("day").textContent = longDay(run.day);
  const which = element("a", { href: "#unreached-title" }, "Which, and why");
  placeOf("coverage").classList.add(coverage);
  placeOf("coverage").append(
    element("strong", {}, coverage === "complete" ? "Complete: " : "Incomplete: "),
    `${plain(headline, 1_000)}.`,
    ...(unreached.length === 0 ? [] : [" ", which]),
  );
  const mode =
    run.mode === "report"
      ? "Report mode: nothing was changed and no owner was mailed; the figures are what an enforcing run would have done."
      : "Enforce mode.";
  const asOf = dayOf(new Date(run.startedAt)) === run.day ? "" : ` Judged as on ${run.day}.`;
  placeOf("run").append(
    `${mode}${asOf} Run `,
    element("code", {}, plain(run.id)),
    `, started ${minuteOf(run.startedAt)}.`,
  );
}
