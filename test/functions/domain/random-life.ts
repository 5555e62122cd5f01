import * as fc from "fast-check";
import type { AccountRules, Stage, StageAction } from "../../../functions/domain/policy.ts";
import { rules } from "./policy-fixture.ts";

/** A user at the beginning of a life: who it is, and how many days old its keys are. */
export interface LifeUser {
  readonly userType: string;
  readonly email: string;
  readonly ages: readonly number[];
}

/** One day on which a run takes place, and what happened since the run before. */
export interface LifeDay {
  /** Days since the run before; those in between are missed. */
  readonly gap: number;
  readonly event: LifeEvent;
  /** Which user and key the event is about, by number. */
  readonly about: number;
  /** SES takes no mail in this run. */
  readonly isMailDown: boolean;
}

/** What people do to users and keys between two runs. */
export const lifeEvents = [
  "nothing",
  "ownerSwitchesOff",
  "ownerSwitchesOn",
  "operatorRestores",
  "ownerMakesKey",
  "ownerDeletesKey",
  "typeChanges",
  "mailChanges",
  "exemptFor20Days",
  "exemptionUnreadable",
  "exemptionRemoved",
  "tagsUnreadableToday",
] as const;
export type LifeEvent = (typeof lifeEvents)[number];

/** The life of an account under some policy. */
export interface Life {
  readonly rules: AccountRules;
  readonly users: readonly LifeUser[];
  readonly days: readonly LifeDay[];
}

/** What the tag of the user type may say; the last two are no user types. */
export const writtenTypes = ["employee", "Machine", "SERVICE", "contractor", ""] as const;

/** What the email tag may say. */
export const writtenMails = [
  "jane@example.com",
  "joe@example.com",
  "jane@example.com joe@example.com",
  "jane@elsewhere.test",
  "nobody",
  "",
] as const;

/** One whole number holds a day, so that ten thousand lives are made and shrunk in seconds. */
const anyDay: fc.Arbitrary<LifeDay> = fc.nat(2 ** 24 - 1).map((number) => ({
  gap: 1 + ((number >> 8) % 25),
  event: lifeEvents[(number & 31) < lifeEvents.length ? number & 31 : 0] ?? "nothing",
  about: (number >> 13) & 7,
  isMailDown: ((number >> 16) & 7) === 7,
}));

const anyUser: fc.Arbitrary<LifeUser> = fc.nat(2 ** 24 - 1).map((number) => ({
  userType: writtenTypes[(number & 7) % writtenTypes.length] ?? "",
  email: writtenMails[((number >> 3) & 7) % writtenMails.length] ?? "",
  ages: [(number >> 6) & 255, (number >> 14) & 255].slice(0, 1 + ((number >> 22) & 1)),
}));

const anyRules: fc.Arbitrary<AccountRules> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { minLength: 2, maxLength: 5 }),
    fc.nat(2 ** 15 - 1),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 60 }),
  )
  .map(([days, choices, minimumNoticeDays, remindEveryDays]) =>
    rules({
      stages: stagesOf(
        days.toSorted((one, other) => one - other),
        choices,
      ),
      minimumNoticeDays,
      remindEveryDays,
      userTypes: {
        employee: { tagValues: ["employee"] },
        machine: { tagValues: ["machine"] },
        service: { tagValues: ["service"] },
      },
    }),
  );

/** Any life of any account. */
export const anyLife: fc.Arbitrary<Life> = fc.record({
  rules: anyRules,
  users: fc.array(anyUser, { minLength: 1, maxLength: 2 }),
  days: fc.array(anyDay, { minLength: 1, maxLength: 24, size: "max" }),
});

/** Employees are switched off at the last stage, machines never, services at some stage, as the policy allows it. */
function stagesOf(days: readonly number[], choices: number): Stage[] {
  const last = days.length - 1;
  const serviceEnds = 1 + (choices % last);
  return days.map((day, index) => {
    const isSkipped = index > 0 && ((choices >> (3 + index)) & 1) === 1;
    const actions: Record<string, StageAction> = {};
    if (index === last) actions.employee = "deactivate";
    else if (!isSkipped) actions.employee = "notify";
    if (!isSkipped) actions.machine = "notify";
    if (index === serviceEnds) actions.service = "deactivate";
    else if (index < serviceEnds) actions.service = "notify";
    return { day, actions };
  });
}
