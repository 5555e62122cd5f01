import { AccountCloud } from "../budgets/account-cloud.ts";
import { userNameOf } from "../budgets/account-population.ts";
import { readsOf, sequentialReads } from "../budgets/counted-calls.ts";
import type { Synthesized } from "./bench-cloud.ts";
import { atLeast, type Measured, short } from "./claim.ts";

/** An account in which every user has a key: reads on quiet days and on bad ones, beside a sequential listing. */
export async function measureAccounts(synthesized: Synthesized, users: number): Promise<Measured> {
  const listing = sequentialReads({ users, keys: users });
  const quiet = await quietAccount(synthesized, users);
  const old = await oldAccount(synthesized, users);
  const passes = { "sequential listing": listing, ...quiet, ...old };
  const second = passes["all keys on day 95, second day"];
  return {
    head: ["users", "pass", "reads", "times fewer"],
    rows: Object.entries(passes).map(([pass, reads]) => [
      short(users),
      pass,
      short(reads),
      short(listing / reads),
    ]),
    claims: [atLeast("times fewer reads, all keys on day 95, second day", listing / second, 15)],
  };
}

async function quietAccount({ assembly, settings }: Synthesized, users: number) {
  const share = (part: number) => Math.ceil(users / part);
  const population = { users, owners: users, toWarn: share(200), toDeactivate: share(500) };
  const account = await AccountCloud.start(assembly, settings);
  try {
    await account.populate(population, 2);
    const first = await account.live({ dayOffset: 0 });
    const quiet = await account.live({ dayOffset: 1 });
    for (let index = 1; index <= share(100); index += 1)
      account.iam.putAccessKey({ userName: userNameOf(users - index) });
    const steady = await account.live({ dayOffset: 2 });
    return {
      "first run": readsOf(first.calls).length,
      "day without changes": readsOf(quiet.calls).length,
      "steady day": readsOf(steady.calls).length,
    };
  } finally {
    await account.close();
  }
}

async function oldAccount({ assembly, settings }: Synthesized, users: number) {
  const account = await AccountCloud.start(assembly, settings);
  try {
    await account.populate({ users, owners: users, oldMachines: users }, 0);
    const first = await account.live({ dayOffset: 0 });
    const second = await account.live({ dayOffset: 1 });
    return {
      "all keys on day 95, first day": readsOf(first.calls).length,
      "all keys on day 95, second day": readsOf(second.calls).length,
    };
  } finally {
    await account.close();
  }
}
