import * as fc from "fast-check";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { Pace } from "../../../functions/domain/pace.ts";
import type { AccountRules, Stage, StageAction } from "../../../functions/domain/policy.ts";
import { dayAt, type LifeDay } from "./key-life.ts";
import { rules } from "./policy-fixture.ts";
import type { MailFate } from "./post-office.ts";

/** A random day. What happens to one key only happens to the key with this number; keys are counted from 0. */
export interface RandomDay extends LifeDay {
  readonly onlyKey?: number;
}

/** A random life of a key: the age at which Curfew first sees it, the policy, and what happens day after day. */
export interface RandomLife {
  readonly firstAge: number;
  readonly rules: AccountRules;
  readonly days: readonly RandomDay[];
  /** Further keys: the second one is of the same user, the third one is in another account. */
  readonly others: readonly { readonly createdDaysLater: number }[];
  readonly pace: Pace;
}

const userTypes = ["employee", "employee", "employee", "Machine", "contractor", undefined] as const;
const emails = [
  "ann@example.com",
  "ann@example.com",
  "bob@example.com",
  "ann@example.com bob@example.com",
  "cid@example.com",
  "nobody",
  "eve@elsewhere.test",
  "cloud-team@example.com",
  undefined,
] as const;
const fates: readonly MailFate[] = [
  "delivered",
  "delivered",
  "delivered",
  "bounced",
  "bouncedLater",
  "lost",
  "vanished",
  "refused",
  "reportedLate",
  "arrivesLate",
  "bouncesLate",
  "complained",
];

/** One integer is one day, so that ten thousand lives are generated and shrunk in seconds. */
function dayOf(number: number, age: number, policies: readonly AccountRules[]): RandomDay {
  const pick = <Item>(items: readonly Item[], shift: number): Item => {
    const item = items[(number >>> shift) % items.length];
    if (item === undefined && items.length === 0) throw new Error("nothing to pick from");
    return item as Item;
  };
  const onlyKey = (number >>> 20) & 1;
  switch (number & 31) {
    case 0:
    case 1: {
      const exempt = exemptions(age)[(number >>> 11) % 6];
      return { tags: { email: pick(emails, 5), userType: pick(userTypes, 8), exempt } };
    }
    case 2:
      return { tags: { email: pick(emails, 5), userType: "employee" } };
    case 3:
      return { mail: fateBy(number >>> 5) };
    case 4:
      return { mail: () => "delivered" };
    case 5:
      return { isRunMissed: true };
    case 6:
      return { restoreForDays: 1 + ((number >>> 5) % 30), onlyKey };
    case 7:
      return { setStatus: (number & 32) === 0 ? "Active" : "Inactive", onlyKey };
    case 8:
      return { mustWait: true };
    case 9:
      return { mode: "report" };
    case 10:
      return { pausedUntil: dayAt(age + ((number >>> 5) % 20)) };
    case 11:
      return { rules: pick(policies, 5) };
    case 12:
      return { isDenied: true };
    default:
      return {};
  }
}

function exemptions(age: number): (string | undefined)[] {
  const until = (days: number) => `${addDays(dayAt(age), days)} sam@example.com roles`;
  return [undefined, undefined, until(-3), until(0), until(12), "please"];
}

/** Each address has its own fate, the same every day until somebody changes it. */
function fateBy(seed: number): (address: string) => MailFate {
  return (address) => {
    const place = (seed >>> ((address.codePointAt(0) ?? 0) % 5)) % fates.length;
    return fates[place] ?? "delivered";
  };
}

const anyRules: fc.Arbitrary<AccountRules> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 5, max: 120 }), { minLength: 2, maxLength: 4 }),
    minimumNoticeDays: fc.integer({ min: 7, max: 25 }),
    noticeValidDays: fc.integer({ min: 1, max: 30 }),
    remindEveryDays: fc.integer({ min: 5, max: 60 }),
    window: fc.constantFrom([], [], ["monday", "tuesday"] as const),
  })
  .map(({ days, window, ...numbers }) =>
    rules({
      ...numbers,
      stages: stagesOn(days.toSorted((one, other) => one - other)),
      changeWindow: { weekdays: window, closed: [] },
    }),
  );

function stagesOn(days: readonly number[]): Stage[] {
  return days.map((day, index) => {
    const action: StageAction = index === days.length - 1 ? "deactivate" : "notify";
    return { day, actions: { employee: action, machine: "notify" } };
  });
}

const delivered: fc.Arbitrary<AccountRules> = fc.constant(rules());

/** Any life of a key. */
export const anyLife: fc.Arbitrary<RandomLife> = fc
  .record({
    firstAge: fc.integer({ min: 0, max: 250 }),
    policies: fc.array(fc.oneof(delivered, anyRules), { minLength: 1, maxLength: 3 }),
    numbers: fc.array(fc.nat(2 ** 24 - 1), { minLength: 10, maxLength: 90, size: "max" }),
    others: fc.array(fc.record({ createdDaysLater: fc.integer({ min: -3, max: 40 }) }), { maxLength: 2 }),
    pace: fc.constantFrom(
      { perDay: 25, perDayAndAccount: 10 },
      { perDay: 2, perDayAndAccount: 1 },
      { perDay: 1, perDayAndAccount: 1 },
    ),
  })
  .map(({ firstAge, policies, numbers, others, pace }) => ({
    firstAge,
    others,
    pace,
    rules: policies[0] ?? rules(),
    days: numbers.map((number, index) => dayOf(number, firstAge + index, policies)),
  }));
