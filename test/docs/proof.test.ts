import { expect, it } from "vitest";
import { mutations } from "../mutations/mutations.ts";
import { readProofFigures } from "../proof/proof-figures.ts";
import { proofPage } from "../proof/proof-page.ts";
import { readDoc } from "./markdown.ts";

const figures = readProofFigures();

it("shows on the proof page what the slow suites and the mutations came to, and nothing else", () => {
  const page = readDoc("proof.md");

  expect(proofPage(page, figures)).toBe(page);
});

it("claims nothing that was not so: no promise broken, no notice lost, no mutation that nobody noticed", () => {
  const { callSites, adHoc, bundles, soak, mutations: broken } = figures;

  expect([...callSites, adHoc, bundles].map((suite) => suite.broken)).toEqual([0, 0, 0, 0]);
  expect([soak.differences, soak.duplicatesBeyondAdmitted, soak.leaks]).toEqual([0, 0, 0]);
  expect(broken.caught.flatMap(({ by }) => by.filter(({ test }) => test === ""))).toEqual([]);
});

it("has tried every mutation that there is, in its present words", () => {
  expect(figures.mutations.caught.map(({ breaks, file }) => [breaks, file])).toEqual(
    mutations.map(({ breaks, file }) => [breaks, file]),
  );
});
