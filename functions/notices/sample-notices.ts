import { addDays, type Day } from "../domain/calendar-day.ts";
import { kindOf, type NoticeId, type NoticeKind } from "../domain/notice.ts";
import type { AccountRules } from "../domain/policy.ts";
import { deactivationAge, dueStage, lastStageDay } from "../domain/stages.ts";
import type { KeyNotice } from "./key-notice.ts";

/** A mail with invented facts, for a deployer who wants to see or to test the texts. */
export interface SampleMail {
  /** Lower case words with hyphens between them. */
  readonly name: string;
  readonly notices: readonly KeyNotice[];
}

/** The policy and texts of the samples. */
export interface SampleFacts {
  readonly rules: AccountRules;
  readonly today: Day;
}

/** The account of every sample. */
export const sampleAccount = { id: "111122223333", name: "Payments", path: [], state: "ACTIVE" };

/** Every kind of mail: each stage of each user type, then the cases that need other words. */
export function sampleMails(facts: SampleFacts): SampleMail[] {
  const { rules } = facts;
  const types = [...Object.keys(rules.userTypes), undefined];
  return [...types.flatMap((type) => stageSamples(type, facts)), ...caseSamples(facts)];
}

function stageSamples(userType: string | undefined, facts: SampleFacts): SampleMail[] {
  const { rules } = facts;
  const days = [...rules.stages.map(({ day }) => day), lastStageDay(rules) + rules.remindEveryDays];
  return days.flatMap((day): SampleMail[] => {
    const stage = dueStage(day, userType, rules);
    if (stage === undefined || stage.day !== day) return [];
    const name = `${userType ?? "unknown-user-type"}-day-${day}`;
    if (stage.action === "deactivate")
      return [
        { name: `${name}-deactivated`, notices: [sample(facts, "deactivated", { age: day, userType })] },
      ];
    const kind = deactivationAge(userType, rules) === undefined ? "staysActive" : "warning";
    const reason =
      userType === undefined ? ({ code: "unknownUserType", found: "robot" } as const) : undefined;
    return [{ name, notices: [sample(facts, kind, { age: day, userType, reason })] }];
  });
}

function caseSamples(facts: SampleFacts): SampleMail[] {
  const { rules, today } = facts;
  const userType = Object.keys(rules.userTypes).find((type) => deactivationAge(type, rules) !== undefined);
  const late = { age: lastStageDay(rules) + 310, userType };
  const named = addDays(today, rules.minimumNoticeDays);
  const warning = (more: Partial<KeyNotice>) =>
    sample(facts, "finalWarning", { ...late, names: named, ...more });
  const otherKey = {
    accessKeyId: "AKIAEXAMPLEOTHERABCD",
    status: "Active",
    createdOn: addDays(today, -26),
    lastUsed: { state: "used", on: addDays(today, -1), service: "s3", region: "eu-central-1" },
  } as const;
  const isOld = { ...otherKey, createdOn: addDays(today, -500), lastUsed: { state: "never" } } as const;
  const isFresh = { ...otherKey, createdOn: addDays(today, -2), lastUsed: { state: "never" } } as const;
  const because = [{ code: "noEmailTag" }] as const;
  const restoreReason = "The payment job still uses it";
  return [
    one("first-and-final-warning", warning({})),
    one("final-warning-newer-key-in-use", warning({ otherKey })),
    one("final-warning-newer-key-unused", warning({ otherKey: isFresh })),
    one("final-warning-two-old-keys", warning({ otherKey: isOld })),
    one("final-warning-other-key-inactive", warning({ otherKey: { ...isOld, status: "Inactive" } })),
    one("final-warning-never-used", warning({ lastUsed: { state: "never" }, hasPassword: false })),
    one("final-warning-to-fallback-contact", warning({ as: "fallback", because })),
    one("final-warning-to-previous-owner", warning({ as: "previousOwner", audience: "everyone" })),
    one("deactivated-two-keys", sample(facts, "deactivated", { ...late, otherKey })),
    one(
      "deactivated-to-fallback-contact",
      sample(facts, "deactivated", { ...late, as: "fallback", because }),
    ),
    one("restored", sample(facts, "restored", { ...late, names: named, restoreReason })),
    one("restored-stays-active", sample(facts, "restored", { ...late, restoreReason })),
    one(
      "restored-to-security-contact",
      sample(facts, "restored", { ...late, names: named, restoreReason, as: "security" }),
    ),
    one(
      "deactivation-withdrawn",
      sample(facts, "staysActive", { ...late, withdraws: named, userType: "machine" }),
    ),
    one("exemption-malformed", exemption(facts, "malformed", "please keep this key")),
    one(
      "exemption-ends-too-late",
      exemption(facts, "endsTooLate", "2099-12-31 anna@example.com build server"),
    ),
    {
      name: "several-keys",
      notices: [
        warning({}),
        sample(facts, "deactivated", {
          ...late,
          accessKeyId: "AKIAEXAMPLEOTHER6RCZ",
          userName: "build-server",
        }),
      ],
    },
  ];
}

function one(name: string, notice: KeyNotice): SampleMail {
  return { name, notices: [notice] };
}

function exemption(facts: SampleFacts, problem: "malformed" | "endsTooLate", found: string): KeyNotice {
  const age = lastStageDay(facts.rules) + facts.rules.remindEveryDays;
  return sample(facts, "exemptionUnreadable", {
    age,
    reason: { code: "exemptionUnreadable", found, problem },
  });
}

/** A notice of a kind with invented facts. */
export function sample(
  { rules, today }: SampleFacts,
  kind: NoticeKind,
  more: Partial<KeyNotice> = {},
): KeyNotice {
  const age = more.age ?? lastStageDay(rules);
  const id = more.id ?? sampleId(kind, age);
  const due = deactivationAge(more.userType, rules);
  const names =
    kind === "warning" || kind === "finalWarning"
      ? addDays(today, Math.max(rules.minimumNoticeDays, (due ?? age) - age))
      : undefined;
  return {
    id,
    kind: kindOf(id),
    to: "anna.berg@example.com",
    as: "owner",
    audience: "current",
    accessKeyId: "AKIAEXAMPLEKEYS7JJA3",
    userName: "anna.berg",
    createdOn: addDays(today, -age),
    round: 0,
    age,
    lastStageDay: lastStageDay(rules),
    names,
    description: "deployment of the shop",
    lastUsed: { state: "used", on: addDays(today, -24), service: "s3", region: "eu-central-1" },
    hasPassword: more.userType !== "machine",
    ...more,
  };
}

function sampleId(kind: NoticeKind, day: number): NoticeId {
  switch (kind) {
    case "warning":
      return { type: "stage", day, outlook: "deactivation" };
    case "staysActive":
      return { type: "stage", day, outlook: "staysActive" };
    case "finalWarning":
      return { type: "finalWarning", round: 0, number: 1 };
    case "exemptionUnreadable":
      return { type: "exemptionUnreadable", day };
    case "deactivated":
      return { type: "deactivated", number: 1 };
    case "restored":
      return { type: "restored", number: 1 };
  }
}
