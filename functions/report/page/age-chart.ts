import { axisBottom, axisLeft } from "d3-axis";
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { create, type Selection } from "d3-selection";
import { type AgeBands, type HistogramBand, withOneFarBand } from "./age-bands.ts";
import { ageScale, labelledEdges } from "./age-scale.ts";
import { shortFigure } from "./figure-text.ts";

const height = 320;

/** Below this width, the far bands would leave no room for the near ones. */
const narrow = 480;

/** The approximate width of a digit in the chart, in pixels. */
const digit = 6.5;

const margin = { top: 26, right: 12, bottom: 40, left: 44 };

/** What the chart shows. */
export interface AgeChartProps {
  readonly bands: AgeBands;
  readonly stageDays: readonly number[];
  /** In pixels. Text keeps its size at any width. */
  readonly width: number;
  readonly title: string;
}

interface Chart {
  readonly svg: Selection<SVGSVGElement, undefined, null, undefined>;
  readonly near: readonly HistogramBand[];
  readonly far: readonly HistogramBand[];
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly width: number;
}

/** The histogram of key ages with the stages. Its title says what it shows; a table has the figures. */
export function ageChart({ bands, stageDays, width, title }: AgeChartProps): SVGSVGElement {
  const { near, far } = width < narrow ? withOneFarBand(bands) : bands;
  const highest = Math.max(1, ...[...near, ...far].map(({ keys }) => keys));
  const svg = create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img");
  svg.attr("aria-label", title);
  const chart: Chart = {
    svg,
    near,
    far,
    x: ageScale(near, far, { left: margin.left, right: width - margin.right }),
    y: scaleLinear([0, highest], [height - margin.bottom, margin.top + 14]).nice(4),
    width,
  };
  drawGrid(chart);
  drawBars(chart, near);
  drawBars(chart, far);
  drawStages(chart, stageDays);
  drawAges(chart);
  const drawn = svg.node();
  if (drawn === null) throw new Error("the chart was not drawn");
  return drawn;
}

function drawGrid({ svg, y, width }: Chart): void {
  const lines = axisLeft<number>(y)
    .tickValues(y.ticks(4).filter(Number.isInteger))
    .tickSize(margin.left + margin.right - width)
    .tickFormat(shortFigure);
  svg.append("g").attr("class", "grid").attr("transform", `translate(${margin.left},0)`).call(lines);
}

/** Counts are above the bars only if all of them fit: bars without a count would look empty. */
function drawBars({ svg, x, y, width }: Chart, bands: readonly HistogramBand[]): void {
  const end = ({ to }: HistogramBand) => (to === undefined ? width - margin.right : x(to));
  const count = ({ keys }: HistogramBand) => (keys === 0 ? "" : shortFigure(keys));
  const hasRoom = bands.every((band) => count(band).length * digit <= end(band) - x(band.from));
  const bars = svg.append("g").selectAll("g").data(bands).join("g");
  bars
    .append("rect")
    .attr("class", ({ tone }) => tone)
    .attr("x", ({ from }) => x(from) + 1)
    .attr("width", (band) => Math.max(1, end(band) - x(band.from) - 2))
    .attr("y", ({ keys }) => y(keys))
    .attr("height", ({ keys }) => y(0) - y(keys));
  if (!hasRoom) return;
  bars
    .append("text")
    .attr("class", "count")
    .attr("x", (band) => (x(band.from) + end(band)) / 2)
    .attr("y", ({ keys }) => y(keys) - 5)
    .text(count);
}

function drawStages({ svg, x, y }: Chart, days: readonly number[]): void {
  const stages = svg.append("g").attr("class", "stages").selectAll("g").data(days).join("g");
  stages.append("line").attr("x1", x).attr("x2", x);
  stages
    .selectAll("line")
    .attr("y1", margin.top - 4)
    .attr("y2", y(0));
  stages.append("text").attr("x", x);
  stages
    .selectAll("text")
    .attr("y", margin.top - 10)
    .text(String);
  svg
    .append("text")
    .attr("class", "stage-name")
    .attr("x", x(Math.min(...days)) - 14)
    .attr("y", margin.top - 10)
    .text("stage on day");
}

function drawAges({ svg, near, far, x, y }: Chart): void {
  const openEdge = far.at(-1)?.from;
  const ages = axisBottom<number>(x)
    .tickValues(labelledEdges(near, far, x, 4 * digit))
    .tickFormat((edge) => (edge === openEdge ? `${edge}+` : String(edge)))
    .tickSizeOuter(0);
  const bottom = `translate(0,${y(0)})`;
  svg.append("g").attr("class", "ages").attr("transform", bottom).call(ages);
  const name = far.length === 0 ? "age in days" : "age in days; the bands at the right are wider";
  svg
    .append("text")
    .attr("x", margin.left)
    .attr("y", height - 4)
    .text(name);
}
