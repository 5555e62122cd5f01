// d3-scale, d3-axis and d3-selection (ISC, the reference implementation of axes, unchanged for years because
// they are complete). The chart is SVG, so it prints sharply and takes its colours from the style sheet.
import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { HistogramBand } from "./age-bands.ts";

/** The left and right edge of a chart of ages, in pixels. */
export interface AgeScaleRange {
  readonly left: number;
  readonly right: number;
}

/** The maximum width of a far band. */
const widestFarBand = 56;

/** How much wider a far band is than a near one, because its label is longer. */
const extraRoom = 14;

/**
 * From an age to its position in the chart: to scale up to the far bands, which all have the same width, however
 * many days they cover.
 */
export function ageScale(
  near: readonly HistogramBand[],
  far: readonly HistogramBand[],
  { left, right }: AgeScaleRange,
): ScaleLinear<number, number> {
  const end = near.at(-1)?.to ?? 0;
  if (far.length === 0) return scaleLinear([0, end], [left, right]);
  const farWidth = Math.min(widestFarBand, (right - left) / (near.length + far.length) + extraRoom);
  const farStart = right - far.length * farWidth;
  const farStarts = far.map((_, index) => farStart + index * farWidth);
  return scaleLinear([0, ...far.map(({ from }) => from)], [left, ...farStarts]);
}

/** The edges that get a label: those of the far bands, and as many of the near ones as have enough room. */
export function labelledEdges(
  near: readonly HistogramBand[],
  far: readonly HistogramBand[],
  x: (age: number) => number,
  room: number,
): number[] {
  const step = x(near[1]?.from ?? 1) - x(0);
  const every = Math.max(1, Math.ceil(room / step));
  return [...near.filter((_, index) => index % every === 0), ...far].map(({ from }) => from);
}
