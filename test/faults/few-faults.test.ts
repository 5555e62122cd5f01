import { expect, it } from "vitest";
import { allCases, runCases } from "./busy-suite.ts";
import { preparedSuite } from "./describe-faults.ts";

const prepared = preparedSuite("daily");

/** `npm run test:slow` takes them all. */
const every = 300;

it("keeps every promise in a few of the ways in which a call can go wrong", async () => {
  const cases = allCases(prepared().sites).filter((_, index) => index % every === 0);

  const { broken } = await runCases(prepared(), cases);

  expect(cases.length).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});
