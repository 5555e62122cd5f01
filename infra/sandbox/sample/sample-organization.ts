import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { sampleAccounts, sampleOus } from "./accounts.ts";
import type { SampleAccount, SampleOrganization, SampleUser } from "./organization.ts";
import { type SpecialUser, specialUsers } from "./special-users.ts";

/** The same seed gives the same Organization, so that two runs can be compared. */
const defaultSeed = 20_260_909;

const firstNames =
  "ada ben cleo dan eva finn gia hugo ines jan kira leo mia nils olga paul quinn rosa sven tara uma vito wanda yuri zoe".split(
    " ",
  );
const lastNames =
  "adler brandt costa dietz endo fischer garcia haas ivanov jansen keller lopez meyer novak okafor peters ruiz silva tanaka weber".split(
    " ",
  );
const machines =
  "ci-deployer backup-agent metrics-shipper etl-loader image-builder mail-relay cdn-purger".split(" ");

/** Generates the sample Organization. Nothing in it depends on the day it is loaded: ages are in days. */
export function sampleOrganization(seed = defaultSeed): SampleOrganization {
  const random = xoroshiro128plus(seed);
  const below = (limit: number) => uniformInt(random, 0, limit - 1);
  const pick = (from: readonly string[]) => from[below(from.length)] ?? "";
  const specials = specialUsers();
  const spread = sampleAccounts.filter(
    (account) => account.users > 0 && account.hasHistory && account.hasMemberRole,
  );
  const accounts = sampleAccounts.map(({ users: count, ...account }): SampleAccount => {
    const taken = new Set<string>();
    const own = account.hasHistory
      ? specials.filter((_, index) => spread[index % spread.length]?.id === account.id)
      : specials.filter(({ nickname }) => newcomers.has(nickname));
    const wanted = count === 0 ? [] : own;
    const users = [
      ...wanted.map(named),
      ...Array.from({ length: Math.max(0, count - wanted.length) }, ordinary),
    ];
    return { ...account, users };

    function named(user: SpecialUser): SampleUser {
      const { nickname, ...rest } = user;
      return withName(
        nickname.startsWith("machine") ? pick(machines) : `${pick(firstNames)}.${pick(lastNames)}`,
        rest,
      );
    }
    function ordinary(): SampleUser {
      const isMachine = below(5) === 0;
      const keys =
        below(4) === 0
          ? []
          : [{ ageDays: below(69), active: true, lastUsedDaysAgo: 0, lastUsedService: "s3" }];
      return withName(isMachine ? `${pick(machines)}` : `${pick(firstNames)}.${pick(lastNames)}`, {
        tags: [
          { key: "email", value: isMachine ? "team-platform@example.com" : "@@example.com" },
          { key: "UserType", value: isMachine ? "machine" : "employee" },
        ],
        keys,
      });
    }
    function withName(wish: string, user: Omit<SampleUser, "userName">): SampleUser {
      let userName = wish;
      for (let number = 2; taken.has(userName); number += 1) userName = `${wish}-${number}`;
      taken.add(userName);
      const tags = user.tags.map(({ key, value }) => ({ key, value: value.replace(/^@@/, `${userName}@`) }));
      return { ...user, userName, tags };
    }
  });
  return {
    id: "o-curfew1234",
    rootId: "r-crfw",
    managementAccountId: "100000000001",
    hubAccountId: "100000000002",
    organizationalUnits: sampleOus,
    accounts,
  };
}

/** The old keys of the accounts that joined yesterday. No owner was ever notified about them. */
const newcomers = new Set([
  "employee-day-71",
  "employee-day-91",
  "employee-400-days",
  "machine-400-days",
  "never-used-day-90",
  "nobody-knows-the-type",
]);
