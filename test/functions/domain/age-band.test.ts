import { expect, it } from "vitest";
import { ageBandOf, ageBands } from "../../../functions/domain/age-band.ts";

it.each([
  [0, "0To69"],
  [69, "0To69"],
  [70, "70To79"],
  [79, "70To79"],
  [80, "80To89"],
  [89, "80To89"],
  [90, "90To179"],
  [179, "90To179"],
  [180, "180To364"],
  [364, "180To364"],
  [365, "365AndMore"],
  [9000, "365AndMore"],
])("puts a key of %i days into the band %s", (age, band) => {
  expect(ageBandOf(age)).toBe(band);
});

it("counts a key that is dated after the run's day as new", () => {
  expect(ageBandOf(-3)).toBe("0To69");
});

it("leaves no gap between two bands", () => {
  const gaps = ageBands.slice(1).filter(({ from }, index) => {
    const before = ageBands[index];
    return before === undefined || !("to" in before) || before.to + 1 !== from;
  });

  expect(gaps).toEqual([]);
});
