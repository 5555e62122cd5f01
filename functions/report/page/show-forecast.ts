import type { ReportHead } from "../../../statemachine/run-report.ts";
import { figure } from "../../notices/figures.ts";
import { shortWeekday } from "./day-text.ts";
import { element, isolated, placeOf } from "./element.ts";
import { type ForecastDay, forecastDays } from "./forecast-days.ts";

/** The steps of the next two weeks, day by day. */
export function showForecast({ run, upcoming, accounts }: ReportHead): void {
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const days = forecastDays(run.day, upcoming, names);
  const most = Math.max(1, ...days.map(({ notices, deactivations }) => Math.max(notices, deactivations)));
  const heads = [
    element("th", { scope: "col" }, "Day"),
    element("th", { scope: "col", class: "counts" }, "Notices"),
    element("th", { scope: "col", class: "counts" }, "Deactivations"),
    element("th", { scope: "col" }, "Accounts with most of them"),
  ];
  const sum = (of: (day: ForecastDay) => number) => figure(days.reduce((total, day) => total + of(day), 0));
  placeOf("forecast").append(
    element(
      "table",
      { "aria-labelledby": "forecast-title", class: "forecast" },
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...days.map((day) => row(day, most))),
      element(
        "tfoot",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "row" }, "14 days"),
          total(
            "Notices",
            sum(({ notices }) => notices),
          ),
          total(
            "Deactivations",
            sum(({ deactivations }) => deactivations),
          ),
          element("td"),
        ),
      ),
    ),
  );
}

function row({ on, notices, deactivations, accounts, more }: ForecastDay, most: number): HTMLTableRowElement {
  const named = accounts.map((text) => element("li", {}, isolated(text)));
  const others = more === 0 ? [] : [element("li", { class: "quiet" }, `${figure(more)} more`)];
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, element("time", { datetime: on }, shortWeekday(on))),
    element("td", { class: "counts", "data-title": "Notices" }, ...bar(notices, most, "notices")),
    element(
      "td",
      { class: "counts", "data-title": "Deactivations" },
      ...bar(deactivations, most, "deactivations"),
    ),
    element("td", {}, element("ul", {}, ...named, ...others)),
  );
}

function total(title: string, sum: string): HTMLTableCellElement {
  return element("td", { class: "counts", "data-title": title }, element("span", { class: "figure" }, sum));
}

/** A figure with a bar that shows the same figure. */
function bar(value: number, most: number, kind: string): HTMLElement[] {
  const text = element("span", { class: "figure" }, figure(value));
  if (value === 0) return [text];
  const made = element("span", { class: `bar ${kind}`, "aria-hidden": "true" });
  made.style.setProperty("--share", String(value / most));
  return [text, made];
}
