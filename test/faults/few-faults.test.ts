import { expect, it } from "vitest";
import { allCases, runCases } from "./busy-suite.ts";
import { preparedSuite } from "./describe-faults.ts";

const prepared = preparedSuite("daily");

/** `npm run test:slow` runs them all. */
const every = 900;

it.each([0, 300, 600])(
  "keeps every promise in one of 900 fault cases, counted from case %i",
  async (first) => {
    const cases = allCases(prepared().sites).filter((_, index) => index % every === first);

    const { broken } = await runCases(prepared(), cases);

    expect(cases.length).toBeGreaterThan(1);
    expect(broken).toEqual([]);
  },
);
