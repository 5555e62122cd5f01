import { expect, it } from "vitest";
import {
  type HistogramBand,
  histogramBands,
  withOneFarBand,
} from "../../../../functions/report/page/age-bands.ts";
import { ageScale, labelledEdges } from "../../../../functions/report/page/age-scale.ts";

const article = [70, 80, 90];
const stages = (days: readonly number[]) => days.map((day) => ({ day, actions: {} }));
const ofAges = (ages: Record<number, number>, days = article) =>
  histogramBands(
    Object.entries(ages).map(([age, keys]) => ({ age: Number(age), keys })),
    stages(days),
  );
const filled = (bands: readonly HistogramBand[]) =>
  bands.filter(({ keys }) => keys > 0).map(({ from, to, keys }) => [from, to, keys]);

it("puts the day of a stage and the day before it into different bands", () => {
  const { near } = ofAges({ 69: 1, 70: 2, 79: 4, 80: 8, 89: 16, 90: 32 });

  expect(filled(near)).toEqual([
    [60, 70, 1],
    [70, 80, 6],
    [80, 90, 24],
    [90, 100, 32],
  ]);
});

it("distinguishes bands before the first stage, between the stages and past the last", () => {
  const { near } = ofAges({ 0: 1 });

  expect(near.map(({ from, tone }) => `${from} ${tone}`)).toEqual([
    ...[0, 10, 20, 30, 40, 50, 60].map((from) => `${from} early`),
    ...[70, 80].map((from) => `${from} warned`),
    ...[90, 100, 110].map((from) => `${from} past`),
  ]);
});

it("puts keys far past the last stage into wider bands, the last without an end", () => {
  const { near, far } = ofAges({ 119: 1, 120: 2, 200: 4, 364: 8, 800: 16 });

  expect(filled(near)).toEqual([[110, 120, 1]]);
  expect(far.map(({ from, to, keys }) => [from, to, keys])).toEqual([
    [120, 180, 2],
    [180, 365, 12],
    [365, 730, 0],
    [730, undefined, 16],
  ]);
  expect(far.every(({ tone }) => tone === "past")).toBe(true);
});

it("loses no key, whatever the stages are", () => {
  const ages = Object.fromEntries(Array.from({ length: 1200 }, (_, age) => [age, 1]));
  for (const days of [article, [30, 45, 60], [7, 13], [71, 83, 365], [1], [90], [1000]]) {
    const { near, far } = ofAges(ages, days);
    const counted = [...near, ...far].reduce((sum, { keys }) => sum + keys, 0);
    const edges = [...near, ...far].map(({ from }) => from);

    expect(counted, `stages ${days}`).toBe(1200);
    expect(edges, `stages ${days}`).toEqual([...new Set(edges)].sort((one, other) => one - other));
    expect(near.length, `stages ${days}`).toBeLessThanOrEqual(45);
  }
});

it("starts a band at every stage if the stages have a common divisor", () => {
  for (const days of [article, [30, 45, 60], [14, 28], [90]]) {
    const edges = ofAges({}, days).near.map(({ from }) => from);

    expect(edges).toEqual(expect.arrayContaining(days));
  }
});

it("counts keys that were created after the day of the run separately", () => {
  const { near, notYetCreated } = ofAges({ [-3]: 5, 0: 1 });

  expect(notYetCreated).toBe(5);
  expect(filled(near)).toEqual([[0, 10, 1]]);
});

it("puts all far bands into one if there is no room for more", () => {
  const bands = ofAges({ 5: 1, 150: 2, 800: 4 });

  expect(withOneFarBand(bands).far).toEqual([{ from: 120, to: undefined, keys: 6, tone: "past" }]);
  expect(withOneFarBand(ofAges({ 5: 1 })).far).toEqual([]);
});

it("draws days to scale up to the far bands, and all far bands with the same width", () => {
  const { near, far } = ofAges({ 5: 1, 150: 2, 800: 4 });
  const x = ageScale(near, far, { left: 40, right: 640 });

  expect(x(0)).toBe(40);
  expect(x(70) - x(60)).toBeCloseTo(x(20) - x(10));
  expect(x(180) - x(120)).toBeCloseTo(x(365) - x(180));
  expect(x(120)).toBeLessThan(640);
});

it("labels only the edges that have room, and always those of the far bands", () => {
  const { near, far } = ofAges({ 5: 1, 150: 2 });
  const x = (age: number) => age * 2;

  expect(labelledEdges(near, far, x, 15).slice(0, 3)).toEqual([0, 10, 20]);
  expect(labelledEdges(near, far, x, 30).slice(0, 3)).toEqual([0, 20, 40]);
  expect(labelledEdges(near, far, x, 30).at(-1)).toBe(120);
});
