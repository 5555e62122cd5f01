import type { KeysOfAge, ReportStage } from "../../../statemachine/run-report.ts";

/** How far keys of a band are: before the first stage, between the stages, or at the last one and past it. */
export type BandTone = "early" | "warned" | "past";

/** Keys from one age to below another; the last band has no end. */
export interface HistogramBand {
  readonly from: number;
  /** The first age of the next band. */
  readonly to: number | undefined;
  readonly keys: number;
  readonly tone: BandTone;
}

/** The ages of all active keys in bands. */
export interface AgeBands {
  /** Bands of equal width, from a new key to some bands past the last stage. */
  readonly near: readonly HistogramBand[];
  /** Wider bands for older keys, if there are any. */
  readonly far: readonly HistogramBand[];
  /** Keys created after the day of the run, which only an `asOf` in the past has. */
  readonly notYetCreated: number;
}

/** The ages at which wide bands begin: half a year, one, two, three and five years. */
const farEdges = [180, 365, 730, 1095, 1825];

/** How many bands of equal width follow the last stage. */
const bandsPastLastStage = 3;

/**
 * Puts the ages into bands that begin at the stages, so that no bar has keys from both sides of a
 * stage. Keys far older than the last stage go into wider bands: otherwise one of them would compress all others.
 */
export function histogramBands(ages: readonly KeysOfAge[], stages: readonly ReportStage[]): AgeBands {
  const days = stages.map(({ day }) => day);
  const first = Math.min(...days);
  const last = Math.max(...days);
  const width = bandWidth(days, last);
  const end = Math.ceil(last / width) * width + bandsPastLastStage * width;
  const oldest = ages.at(-1)?.age ?? 0;
  const band = (from: number, to: number | undefined): HistogramBand => ({
    from,
    to,
    keys: keysBetween(ages, from, to),
    tone: from < first ? "early" : from < last ? "warned" : "past",
  });
  const nearEdges = Array.from({ length: end / width }, (_, index) => index * width);
  const edges = [end, ...farEdges.filter((edge) => edge > end && edge <= oldest)];
  return {
    near: nearEdges.map((from) => band(from, from + width)),
    far: oldest < end ? [] : edges.map((from, index) => band(from, edges[index + 1])),
    notYetCreated: keysBetween(ages, Number.NEGATIVE_INFINITY, 0),
  };
}

/** The same with all wide bands in one, if there is no room for more. */
export function withOneFarBand({ near, far, notYetCreated }: AgeBands): AgeBands {
  const [first] = far;
  if (first === undefined) return { near, far, notYetCreated };
  const keys = far.reduce((sum, band) => sum + band.keys, 0);
  return { near, far: [{ ...first, to: undefined, keys }], notYetCreated };
}

function keysBetween(ages: readonly KeysOfAge[], from: number, to = Number.POSITIVE_INFINITY): number {
  return ages.filter(({ age }) => age >= from && age < to).reduce((sum, { keys }) => sum + keys, 0);
}

/** The widest band that every stage is a multiple of and that gives 8 to 40 bands, or else about 30 bands. */
function bandWidth(days: readonly number[], last: number): number {
  const common = days.reduce(greatestCommonDivisor);
  for (let width = common; width >= 1; width -= 1)
    if (common % width === 0 && last / width >= 8 && last / width <= 40) return width;
  return Math.ceil(last / 30);
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
