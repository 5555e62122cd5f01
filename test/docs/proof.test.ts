import { expect, it } from "vitest";
import type { Mutation } from "../mutations/mutation.ts";
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
  const { callSites = [], adHoc, bundles, restore, soak, mutations: broken } = figures;

  expect(
    [...callSites, adHoc, bundles, restore].filter((suite) => suite !== undefined && suite.broken > 0),
  ).toEqual([]);
  expect([soak?.differences ?? 0, soak?.duplicatesBeyondAdmitted ?? 0, soak?.leaks ?? 0]).toEqual([0, 0, 0]);
  expect(broken?.caught.flatMap(({ by }) => by.filter(({ test }) => test === "")) ?? []).toEqual([]);
});

it("has tried every mutation that there is, in its present words", () => {
  const named = (from: readonly Pick<Mutation, "breaks" | "file">[]) =>
    from.map(({ breaks, file }) => `${file}: ${breaks}`);

  expect(named(figures.mutations?.caught ?? mutations)).toEqual(named(mutations));
});
