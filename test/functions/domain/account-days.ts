import { addDays, daysBetween } from "../../../functions/domain/calendar-day.ts";
import { latestNamedDay } from "../../../functions/domain/key-history.ts";
import { type DueKey, planDeactivations } from "../../../functions/domain/plan.ts";
import { createdOn, dayAt, KeyLife, type LifeDay } from "./key-life.ts";
import { PostOffice } from "./post-office.ts";
import type { RandomDay, RandomLife } from "./random-lives.ts";

/** The key of a random life and its further keys, each with its account. */
interface AccountKey {
  readonly accountId: string;
  readonly life: KeyLife;
}

/** The keys of a random life, after all its days. All have the same owners, and one plan for all of them. */
export function liveDays({ firstAge, rules, days, others, pace }: RandomLife): KeyLife[] {
  const post = new PostOffice();
  const keys = [0, ...others.map(({ createdDaysLater }) => createdDaysLater)].map(
    (daysLater, index): AccountKey => ({
      accountId: index < 2 ? "1" : "2",
      life: new KeyLife(`AKIAEXAMPLE${index}`, { post, rules, createdOn: addDays(createdOn, daysLater) }),
    }),
  );
  days.forEach((random, index) => {
    const day = dayAt(firstAge + index);
    const all = keys.map((key, number) => ({
      ...key,
      age: daysBetween(key.life.createdOn, day),
      happens: happensTo(number, random),
    }));
    const today = all.filter(({ age }) => age >= 0);
    // The user and the policy are there before a later key.
    for (const { life, age, happens } of all)
      life.wake(age, age >= 0 ? happens : { tags: happens.tags, rules: happens.rules });
    const decided = today.map((key) => ({ ...key, decision: key.life.decisionAt(key.age, key.happens) }));
    const isPlanned = random.isRunMissed !== true && random.mode !== "report";
    const due = decided.flatMap(({ accountId, life, decision }): DueKey[] => {
      const named = latestNamedDay(life.history);
      if (!isPlanned || decision.state !== "deactivate" || named === undefined) return [];
      const { accessKeyId } = life;
      return [{ accountId, accessKeyId, userName: "ann", createdOn: life.createdOn, named }];
    });
    const plan = planDeactivations({
      mode: "enforce",
      day,
      utcDay: day,
      due: [{ account: { id: "1", name: "", path: [], state: "ACTIVE" }, keys: due }],
      unreadable: [],
      failingAccounts: new Set(),
      accounts: { listed: 1, unreachable: 0 },
      maxUnreachablePercent: 10,
      windowIsOpen: true,
      approvals: [],
      approvalThreshold: 100,
      isOrganizationAwaiting: false,
      pace,
      reserved: { total: 0, byAccount: new Map() },
    });
    for (const { life, age, happens, decision } of decided) {
      const planned = plan.keys.find(({ accessKeyId }) => accessKeyId === life.accessKeyId);
      const isHeldByPlan = planned !== undefined && planned.fate !== "deactivate";
      const mustWait = happens.mustWait === true || isHeldByPlan;
      life.run(age, { ...happens, mustWait, isHeldByPlan, decided: decision });
    }
  });
  return keys.map(({ life }) => life);
}

/** What a person does to one key does not happen to the others. */
function happensTo(number: number, { onlyKey, ...happens }: RandomDay): LifeDay {
  if (onlyKey === undefined || onlyKey === number) return happens;
  const { restoreForDays: _, setStatus: __, ...rest } = happens;
  return rest;
}
