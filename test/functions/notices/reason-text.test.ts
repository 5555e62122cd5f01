import { expect, it } from "vitest";
import type { SkipReason } from "../../../functions/domain/account-scope.ts";
import type { Reason } from "../../../functions/domain/decision.ts";
import type { Fate, PlanHold } from "../../../functions/domain/plan.ts";
import type { RestoreRefusal } from "../../../functions/domain/restore.ts";
import { holdText } from "../../../functions/notices/hold-text.ts";
import { quoted } from "../../../functions/notices/inert.ts";
import {
  fateText,
  notDeactivatedText,
  outcomeReasonText,
  planHoldText,
  reasonText,
  restoreRefusalText,
  skipReasonText,
  whatToDo,
} from "../../../functions/notices/reason-text.ts";
import type { OutcomeReason } from "../../../statemachine/account-result.ts";
import type { NotDeactivated } from "../../../statemachine/plan.ts";
import { phrasesIn } from "../../docs/house-style.ts";

const hostile = "x\r\nhttps://evil.example";

/** One of each code; the compiler knows if one is missing. */
const reasons: { readonly [Code in Reason["code"]]: Extract<Reason, { code: Code }> } = {
  noStageDue: { code: "noStageDue" },
  stageDue: { code: "stageDue", day: 70 },
  stageNotified: { code: "stageNotified", day: 80 },
  deactivationDue: { code: "deactivationDue", named: "2026-11-23" },
  exempt: { code: "exempt", until: "2027-01-31", owner: "jane@example.com", reason: hostile },
  exemptionUnreadable: { code: "exemptionUnreadable", found: hostile, problem: "malformed" },
  tagsUnreadable: { code: "tagsUnreadable" },
  unknownUserType: { code: "unknownUserType", found: hostile },
  restored: { code: "restored", until: "2026-12-23", reason: hostile },
  notWarned: { code: "notWarned", revokedBy: "restore" },
  dayNotReached: { code: "dayNotReached", named: "2026-12-01" },
  deliveryUnknown: { code: "deliveryUnknown", sentOn: "2026-11-22" },
  deliveredTooLate: { code: "deliveredTooLate", until: "2026-12-01" },
  ownerChanged: { code: "ownerChanged" },
  ownerUnreachable: { code: "ownerUnreachable", addresses: ["a@example.com"] },
  nobodyReached: { code: "nobodyReached", addresses: ["a@example.com", "b@example.com"] },
  noticeStale: { code: "noticeStale", named: "2026-11-01" },
  mailLimit: { code: "mailLimit" },
  inactive: { code: "inactive", status: "Expired" },
  deactivationToFinish: { code: "deactivationToFinish", on: "2026-11-22" },
};
const holds: { readonly [Code in PlanHold["code"]]: Extract<PlanHold, { code: Code }> } = {
  reportMode: { code: "reportMode" },
  dayOver: { code: "dayOver", day: "2026-11-23", utcDay: "2026-11-24" },
  unreadableResults: { code: "unreadableResults", objects: ["accounts/1.json"] },
  tooManyUnreachable: { code: "tooManyUnreachable", unreachable: 3, listed: 10, percent: 30 },
  paused: { code: "paused", until: "2026-12-01", reason: hostile },
  windowClosed: { code: "windowClosed" },
  mailUnusable: { code: "mailUnusable", problem: "the daily quota is used up" },
  evaluationFailed: { code: "evaluationFailed", error: "States.Timeout" },
};
const whys: { readonly [Code in NotDeactivated["code"]]: Extract<NotDeactivated, { code: Code }> } = {
  noLongerDue: { code: "noLongerDue", reason: reasons.exempt },
  keyGone: { code: "keyGone" },
  statusChanged: { code: "statusChanged", status: "Inactive" },
  paused: { code: "paused", until: "2026-12-01" },
  windowClosed: { code: "windowClosed" },
  dayOver: { code: "dayOver", day: "2026-11-23", utcDay: "2026-11-24" },
  overtaken: { code: "overtaken" },
  failed: { code: "failed", error: "AccessDenied" },
  noTimeLeft: { code: "noTimeLeft" },
};
const outcomes: { readonly [Code in OutcomeReason["code"]]: Extract<OutcomeReason, { code: Code }> } = {
  joinedRecently: { code: "joinedRecently", days: 1 },
  pendingClosure: { code: "pendingClosure" },
  roleRefused: { code: "roleRefused", error: "AccessDenied" },
  regionDisabled: { code: "regionDisabled", error: "RegionDisabledException" },
  staleRun: { code: "staleRun", day: "2026-11-23", utcDay: "2026-11-25" },
  failed: { code: "failed", step: "ListUsers", error: "Throttling" },
  problems: { code: "problems", count: 2, first: "x" },
};
const skips: { readonly [Code in SkipReason["code"]]: Extract<SkipReason, { code: Code }> } = {
  state: { code: "state", state: "CLOSED" },
  excluded: { code: "excluded" },
  excludedWithOu: { code: "excludedWithOu", organizationalUnit: "ou-a1b2-11111111" },
  notIncluded: { code: "notIncluded" },
};
const refusals: { readonly [Code in RestoreRefusal["code"]]: Extract<RestoreRefusal, { code: Code }> } = {
  notDeactivatedByCurfew: { code: "notDeactivatedByCurfew" },
  deactivationUnfinished: { code: "deactivationUnfinished" },
  deactivatedByAnotherRun: { code: "deactivatedByAnotherRun", run: "daily-2" },
  deactivatedByOthers: { code: "deactivatedByOthers", restoredOn: "2026-11-01" },
  wasActiveAgain: { code: "wasActiveAgain", warnedOn: "2026-11-01" },
  keyGone: { code: "keyGone" },
  alreadyActive: { code: "alreadyActive" },
  unexpectedStatus: { code: "unexpectedStatus", status: "Expired" },
};
const fates: readonly Fate[] = [
  "deactivate",
  "waitsForPace",
  "waitsForAccountPace",
  "awaitsApproval",
  "onHold",
];
const sentences = [
  ...Object.values(reasons).map((reason) => reasonText(reason)),
  ...Object.values(holds).map((hold) => planHoldText(hold)),
  ...Object.values(whys).map((why) => notDeactivatedText(why)),
  ...Object.values(outcomes).map(outcomeReasonText),
  ...Object.values(skips).map(skipReasonText),
  ...Object.values(refusals).map(restoreRefusalText),
  ...fates.map(fateText),
];

it("has its own sentence for every code, on one line, without a full stop and without the code", () => {
  for (const sentence of sentences) {
    expect(sentence.length).toBeGreaterThan(10);
    expect(sentence).not.toMatch(/[\r\n]|\.$|undefined/);
  }
  const withoutRepeats = new Set(sentences);
  // "The key no longer exists" answers both a planned key and a restore.
  expect(withoutRepeats.size).toBe(sentences.length - 1);
});

it("uses none of the phrases that we do not write", () => {
  expect(sentences.flatMap((sentence) => phrasesIn("reason-text.ts", sentence))).toEqual([]);
  for (const sentence of sentences) expect(sentence).not.toMatch(/switch|cut off/i);
});

it("names the last day, the owner and the reason of an exemption", () => {
  const reason = { code: "exempt", until: "2027-01-31", owner: "sam@example.com", reason: "moving" } as const;
  expect(reasonText(reason)).toBe(
    'exempt until 2027-01-31 by the user\'s tag: owner "sam@example.com", reason "moving"',
  );
});

it("names the value found and the form expected of an exemption that cannot be read", () => {
  const text = reasonText({ code: "exemptionUnreadable", found: "please", problem: "malformed" });
  expect(text).toContain('found "please", expected YYYY-MM-DD, a mail address and a reason');
});

it("says of a restore the day before the one that the mails name, and the requested day where it is earlier", () => {
  const restored = { code: "restored", until: "2026-12-03", reason: "broken" } as const;

  expect(reasonText(restored)).toContain("stays active until 2026-12-03; reason");
  expect(reasonText({ ...restored, activeUntil: "2026-12-03" })).toBe(reasonText(restored));
  expect(reasonText({ ...restored, activeUntil: "2026-12-09" })).toContain(
    "stays active until 2026-12-09 (requested until 2026-12-03, but the mails name a later day)",
  );
});

it("quotes text of strangers so that a mail makes no link of it", () => {
  for (const reason of Object.values(reasons))
    expect(reasonText(reason, quoted)).not.toContain("evil.example");
  for (const hold of Object.values(holds)) expect(planHoldText(hold, quoted)).not.toContain("evil.example");
  for (const why of Object.values(whys))
    expect(notDeactivatedText(why, quoted)).not.toContain("evil.example");
  expect(holdText({ code: "unknownUserType", found: hostile }, quoted)).not.toContain("evil.example");
});

it("says what to do about everything that waiting does not solve, and about nothing else", () => {
  const needSomebody = Object.values(reasons).filter((reason) => whatToDo(reason) !== undefined);
  expect(needSomebody.map(({ code }) => code)).toEqual([
    "exemptionUnreadable",
    "tagsUnreadable",
    "unknownUserType",
    "ownerChanged",
    "ownerUnreachable",
    "nobodyReached",
    "mailLimit",
  ]);
});
