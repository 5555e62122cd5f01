import { beforeAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { allCases, itKeepsToTheWrittenDay, type Prepared, prepareBusyDay, runCases } from "./busy-suite.ts";
import { withoutEffectCases } from "./fault-cases.ts";

scaledTime();
const logged = loggedSince();
let prepared: Prepared;
beforeAll(async () => {
  prepared = await prepareBusyDay(logged);
});

itKeepsToTheWrittenDay(() => prepared);

/** `npm run test:slow` takes them all. */
const every = 120;

it("keeps every promise in a few of the ways in which a call can go wrong", async () => {
  const cases = [
    ...allCases(prepared.sites).filter((_, index) => index % every === 0),
    ...withoutEffectCases(prepared.sites),
  ];

  const { broken } = await runCases(prepared, cases);

  expect(broken).toEqual([]);
});
