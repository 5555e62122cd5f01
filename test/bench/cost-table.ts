import { monthlyCost } from "./cost-model.ts";
import { money, short, whole } from "./figure-format.ts";
import type { FigureTable } from "./figure-table.ts";
import type { BenchResults } from "./results.ts";

/** For how many accounts costs are shown. */
const sizes = [100, 1_000, 10_000, 50_000];

/** What Curfew costs a month, by what AWS charges for. */
export function costTable({ costRuns }: BenchResults): FigureTable {
  const head = ["what", "an account and day", ...sizes.map(whole), "price", "price is from"];
  return {
    name: "cost",
    title: "Dollars a month, by the number of accounts",
    head,
    rows: costRuns.flatMap(({ usage }) => {
      const costs = sizes.map((accounts) => monthlyCost(usage, accounts));
      const lines = costs[0]?.lines ?? [];
      return [
        ...lines.map(({ what, perAccountDay, price }, index) => [
          what,
          short(perAccountDay),
          ...costs.map((cost) => money(cost.lines[index]?.dollars ?? 0)),
          price.quoted,
          price.confidence,
        ]),
        ["All", "", ...costs.map(({ dollars }) => money(dollars)), "", ""],
        ["All, after the free tier", "", ...costs.map((cost) => money(cost.dollarsAfterFreeTier)), "", ""],
      ];
    }),
  };
}
