import { monthlyCost } from "./cost-model.ts";
import { prices } from "./prices.ts";
import type { BenchResults, ExecutionFigures, Usage } from "./results.ts";

/** How much more an account costs in a larger Organization than in the smallest: the growth of each figure. */
export function growthOf({ organizations }: BenchResults) {
  const [smallest] = organizations;
  return organizations.map(({ accounts, steadyDay }) => {
    const growth = (pick: (usage: ExecutionFigures["usage"]) => number) => {
      const before =
        smallest === undefined ? 0 : pick(smallest.steadyDay.usage) / smallest.steadyDay.usage.accounts;
      return pick(steadyDay.usage) / steadyDay.usage.accounts / before;
    };
    return {
      accounts,
      calls: growth(({ calls }) => calls),
      accountCalls: growth(({ accountCalls }) => accountCalls),
      transitions: growth(({ transitions }) => transitions),
      invocations: growth(({ invocations }) => invocations),
      dollars: growth(countedDollars),
    };
  });
}

/**
 * What AWS charges for a run, without the seconds that the functions ran: where two cores do everything they
 * measure how busy the machine was. How long a worker runs follows from its calls, which are counted.
 */
function countedDollars(usage: Usage): number {
  return monthlyCost(usage, usage.accounts)
    .lines.filter(({ price }) => price !== prices.gbSecond)
    .reduce((sum, { dollars }) => sum + dollars, 0);
}
