import { ratio, short, whole } from "./figure-format.ts";
import { growthOf } from "./growth.ts";
import type { AccountFigures, BenchResults } from "./results.ts";

/** Something the bench must show. */
export interface Claim {
  readonly claim: string;
  readonly found: string;
  readonly holds: boolean;
}

/** The size at which a steady day is compared with the sequential listing. */
const largeAccount = 5_000;
const leastFewerCalls = 50;
const leastFaster = 20;
const mostGrowth = 1.2;
const mostThrottled = 0.05;

/** What must hold, as far as this bench measured it. */
export function claimsOf(results: BenchResults): Claim[] {
  return [
    ...results.accounts.filter(({ users }) => users === largeAccount).flatMap(steadyDayClaims),
    ...growthOf(results)
      .slice(1)
      .flatMap(({ accounts, calls, accountCalls, transitions, invocations, dollars }) => [
        growthClaim("calls", accounts, calls),
        growthClaim("calls in accounts", accounts, accountCalls),
        growthClaim("transitions", accounts, transitions),
        growthClaim("invocations", accounts, invocations),
        growthClaim("dollars, GB-seconds aside,", accounts, dollars),
      ]),
    ...results.paced.map(({ calls, throttled, outcome, users }) => ({
      claim: `${whole(users)} throttled users are enforced, with less than 5 % of the calls refused`,
      found: `${outcome}, ${((100 * throttled) / calls).toFixed(1)} %`,
      holds: outcome === "enforced" && throttled / calls < mostThrottled,
    })),
    ...results.fanOut.map(({ function: name, accounts, peakMemoryMb, memoryMb, failure }) => ({
      claim: `${name} handles ${whole(accounts)} accounts within ${memoryMb} MB`,
      found: failure ?? `${whole(peakMemoryMb)} MB`,
      holds: failure === undefined && peakMemoryMb < memoryMb,
    })),
  ];
}

function steadyDayClaims({ users, steadyDay, sequential }: AccountFigures): Claim[] {
  if (sequential === undefined) return [];
  const fewer = sequential.calls / steadyDay.calls;
  const faster = sequential.seconds / steadyDay.seconds;
  return [
    {
      claim: `a steady day at ${whole(users)} users needs at least ${leastFewerCalls} times fewer calls`,
      found: `${short(fewer)} times`,
      holds: fewer >= leastFewerCalls,
    },
    {
      claim: `a steady day at ${whole(users)} users is at least ${leastFaster} times faster`,
      found: `${short(faster)} times`,
      holds: faster >= leastFaster,
    },
  ];
}

function growthClaim(what: string, accounts: number, growth: number): Claim {
  const claim = `${what} an account have grown by at most 20 % at ${whole(accounts)} accounts`;
  return { claim, found: ratio(growth), holds: growth <= mostGrowth };
}
