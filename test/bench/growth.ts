import type { BenchResults, ExecutionFigures } from "./results.ts";

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
    };
  });
}
