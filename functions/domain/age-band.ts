/** A span of ages in calendar days; `to` is its last day, absent in the last band. */
export interface AgeBand {
  readonly name: string;
  readonly from: number;
  readonly to?: number;
}

/**
 * The age bands in which active keys are counted. They follow the article's stages and do not change when the
 * settings name other days: a graph whose bands move cannot be compared over a year.
 */
export const ageBands = [
  { name: "0To69", from: 0, to: 69 },
  { name: "70To79", from: 70, to: 79 },
  { name: "80To89", from: 80, to: 89 },
  { name: "90To179", from: 90, to: 179 },
  { name: "180To364", from: 180, to: 364 },
  { name: "365AndMore", from: 365 },
] as const satisfies readonly AgeBand[];

/** The name of an age band. */
export type AgeBandName = (typeof ageBands)[number]["name"];

/** The band of an age. A key that is dated after the run's day counts as new. */
export function ageBandOf(age: number): AgeBandName {
  return (ageBands.findLast(({ from }) => from <= age) ?? ageBands[0]).name;
}
