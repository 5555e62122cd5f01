import type { FigureTable } from "../bench/figure-table.ts";
import { figure, notMeasured } from "./figure-cells.ts";
import type { FaultFigures, ProofFigures } from "./proof-figures.ts";

/** What went wrong, where, and how many promises that broke. */
export function faultTables({ callSites, adHoc, bundles, restore }: ProofFigures): FigureTable[] {
  const daily = callSites === undefined ? undefined : added(callSites);
  const runs = [
    { run: "daily, functions in the test's process", found: daily },
    { run: "ad hoc, accounts without `Paths`", found: adHoc },
    { run: "an order to restore a key", found: restore },
    { run: "daily, the synthesized bundles in processes of their own", found: bundles },
  ];
  const measured = runs.flatMap(({ found }) => (found === undefined ? [] : [found]));
  return [
    {
      name: "faults",
      title: "Faults",
      head: ["run", "call sites", "kinds of fault", "days lived", "promises broken"],
      rows: runs.map(({ run, found }) => [
        run,
        ...(found === undefined ? notMeasured(["", "", "", ""]) : cells(found)),
      ]),
    },
    {
      name: "kinds",
      title: "Kinds of fault",
      head: ["what goes wrong", "days lived"],
      rows: Object.entries(added(measured).kinds)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([kind, cases]) => [kind, figure(cases)]),
    },
  ];
}

function cells({ callSites, cases, kinds, broken }: FaultFigures): string[] {
  return [callSites, Object.keys(kinds).length, cases, broken].map(figure);
}

/** Suites that share their call sites, as one. */
function added(suites: readonly FaultFigures[]): FaultFigures {
  const kinds = new Map<string, number>();
  for (const [kind, cases] of suites.flatMap((suite) => Object.entries(suite.kinds)))
    kinds.set(kind, (kinds.get(kind) ?? 0) + cases);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    callSites: Math.max(0, ...suites.map(({ callSites }) => callSites)),
    cases: sum(suites.map(({ cases }) => cases)),
    kinds: Object.fromEntries(kinds),
    broken: sum(suites.map(({ broken }) => broken)),
  };
}
