import type { ReportHead } from "../../../statemachine/run-report.ts";
import { counted, figure } from "../../notices/figures.ts";
import { type AgeBands, type HistogramBand, histogramBands } from "./age-bands.ts";
import { ageChart } from "./age-chart.ts";
import { element, placeOf } from "./element.ts";
import { stageText } from "./stage-text.ts";

/** The ages of all active keys: as a chart, and as a table for those who cannot see it or want the figures. */
export function showAges({ ages, stages, overrideStageDays, totals }: ReportHead): void {
  const bands = histogramBands(ages, stages);
  const stageDays = stages.map(({ day }) => day);
  const place = placeOf("ages");
  const chart = element("div", { class: "chart" });
  const title = `Ages of ${counted(totals.activeKeys, "active key")}, with the stages at day ${stageDays.join(", ")}. The table below has its figures.`;
  place.append(chart, legend(stageDays), words(stages, overrideStageDays, bands), bandTable(bands));
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.round(chart.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    chart.replaceChildren(ageChart({ bands, stageDays, width, title }));
  }).observe(chart);
}

function legend(stageDays: readonly number[]): HTMLElement {
  const [first, last] = [Math.min(...stageDays), Math.max(...stageDays)];
  const entries: readonly (readonly [string, string])[] = [
    ["early", `below day ${first}`],
    ...(first === last ? [] : [["warned", `day ${first} to ${last - 1}`] as const]),
    ["past", `day ${last} and older`],
  ];
  const items = entries.map(([tone, text]) =>
    element("li", {}, element("span", { class: `swatch ${tone}` }), text),
  );
  return element("ul", { class: "legend", "aria-hidden": "true" }, ...items);
}

function words(
  stages: ReportHead["stages"],
  overrideStageDays: readonly number[],
  { notYetCreated }: AgeBands,
): HTMLElement {
  const others =
    overrideStageDays.length === 0
      ? ""
      : ` Part of the Organization has other stages (day ${overrideStageDays.join(", ")}), which are not marked.`;
  const later =
    notYetCreated === 0 ? "" : ` ${counted(notYetCreated, "key")} created after that day not counted.`;
  const text = `Stages: ${stages.map(stageText).join("; ")}.${others} Keys are counted as the run found them, before it deactivated any.${later}`;
  return element("p", { class: "quiet" }, text);
}

function bandTable({ near, far }: AgeBands): HTMLElement {
  const rows = [...near, ...far].map((band) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, bandText(band)),
      element("td", { class: "figure" }, figure(band.keys)),
    ),
  );
  const heads = element(
    "tr",
    {},
    element("th", { scope: "col" }, "Age in days"),
    element("th", { scope: "col", class: "figure" }, "Active keys"),
  );
  const table = element(
    "table",
    { "aria-labelledby": "ages-title" },
    element("thead", {}, heads),
    element("tbody", {}, ...rows),
  );
  return element("details", {}, element("summary", {}, "The same as a table"), table);
}

function bandText({ from, to }: HistogramBand): string {
  return to === undefined ? `${from} and more` : to === from + 1 ? String(from) : `${from} to ${to - 1}`;
}
