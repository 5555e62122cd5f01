import { AccountCloud } from "../budgets/account-cloud.ts";
import { userNameOf } from "../budgets/account-population.ts";
import { readsOf, sequentialReads } from "../budgets/counted-calls.ts";
import type { Synthesized } from "./bench-cloud.ts";
import { atLeast, atMost, type Measured, short } from "./claim.ts";

/** An account in which every user has a key: reads on quiet and on busy days, compared with a sequential listing. */
export async function measureAccounts(synthesized: Synthesized, users: number): Promise<Measured> {
  const listing = sequentialReads({ users, keys: users });
  const changed = Math.ceil(users / 100);
  const compliant = await compliantAccount(synthesized, users, changed);
  const steady = await steadyAccount(synthesized, users, changed);
  const old = await oldAccount(synthesized, users);
  const passes = { "sequential listing": listing, ...compliant, ...steady, ...old };
  return {
    head: ["users", "pass", "reads", "times fewer"],
    rows: Object.entries(passes).map(([pass, reads]) => [
      short(users),
      pass,
      short(reads),
      short(listing / reads),
    ]),
    claims: [
      atMost("everything compliant, nobody changed: reads", passes["day without changes"], 4),
      atMost(
        `everything compliant, ${changed} users changed: reads`,
        passes["day with changes, nothing due"],
        4 + changed,
      ),
      atLeast(
        "times fewer reads, all keys on day 95, second day",
        listing / passes["all keys on day 95, second day"],
        15,
      ),
    ],
  };
}

async function compliantAccount({ assembly, settings }: Synthesized, users: number, changed: number) {
  const account = await AccountCloud.start(assembly, settings);
  try {
    await account.populate({ users, owners: users }, 0);
    const first = await account.live({ dayOffset: 0 });
    const quiet = await account.live({ dayOffset: 1 });
    change(account, users, changed);
    const busy = await account.live({ dayOffset: 2 });
    return {
      "first run": readsOf(first.calls).length,
      "day without changes": readsOf(quiet.calls).length,
      "day with changes, nothing due": readsOf(busy.calls).length,
    };
  } finally {
    await account.close();
  }
}

async function steadyAccount({ assembly, settings }: Synthesized, users: number, changed: number) {
  const share = (part: number) => Math.ceil(users / part);
  const population = { users, owners: users, toWarn: share(200), toDeactivate: share(500) };
  const account = await AccountCloud.start(assembly, settings);
  try {
    await account.populate(population, 1);
    await account.live({ dayOffset: 0 });
    change(account, users, changed);
    const steady = await account.live({ dayOffset: 1 });
    return { "steady day": readsOf(steady.calls).length };
  } finally {
    await account.close();
  }
}

/** The last users get a second key. */
function change({ iam }: AccountCloud, users: number, changed: number): void {
  for (let index = 1; index <= changed; index += 1) iam.putAccessKey({ userName: userNameOf(users - index) });
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
