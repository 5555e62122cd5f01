import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { names } from "../../infra/cdk/names.ts";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { inShare } from "../support/slow-share.ts";
import { itKeepsToTheWrittenDay, type Prepared, prepareBusyDay, runCases } from "./busy-suite.ts";
import { faultCases, happeningCases } from "./fault-cases.ts";

scaledTime();
const logged = loggedSince();
let daily: Prepared;
let adHoc: Prepared;
beforeAll(async () => {
  daily = await prepareBusyDay(logged);
  adHoc = await prepareBusyDay(logged, "adHoc");
});

itKeepsToTheWrittenDay(() => adHoc);

it("keeps every promise whatever goes wrong while the accounts asked for are looked up in the tree", async () => {
  // What follows the scheduler is the same as every day.
  const sites = adHoc.sites.filter(({ call }) => call.caller === names.schedulerFunction);
  const cases = inShare([...faultCases(sites), ...happeningCases(sites)]);

  const { broken, figures, tally } = await runCases({ ...adHoc, sites }, cases);
  printFigures("call-sites-ad-hoc", { ...figures, ...tally });

  expect(broken).toEqual([]);
});

it("has met every operation that functions/aws asks for", () => {
  const folder = new URL("../../functions/aws/", import.meta.url);
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
  const asked = sources.flatMap((source) =>
    [...source.matchAll(/new (\w+)Command\(|\bpaginate(\w+)\(/g)].map(([, sent, paged]) => sent ?? paged),
  );
  const met = [...daily.sites, ...adHoc.sites].map(({ call }) => call.operation);

  expect(asked.length).toBeGreaterThan(15);
  expect(asked.filter((operation) => operation !== undefined && !met.includes(operation))).toEqual([]);
});
