import { addDays, type Day, daysBetween, laterOf } from "./calendar-day.ts";
import type { Decision, NextStep, NoticeDue, NoticeKind, WithheldReason } from "./decision.ts";
import { deactivationDay, dueStage, isPastAnyDeactivation, nextStage } from "./due-stage.ts";
import { evaluateSwitchedOffKey } from "./evaluate-switched-off-key.ts";
import { finalWarningId, firstNoticeOn, graceOverOn, stageNoticeId } from "./grace.ts";
import type { KeyFacts } from "./key-facts.ts";
import { deactivationNumber, type KeyHistory } from "./key-history.ts";
import type { AccountRules } from "./policy.ts";
import { unsentTo } from "./unsent.ts";
import type { UserFacts } from "./user-facts.ts";

/**
 * Decides what is due for one access key today. Each key is judged by itself, whatever the user's other
 * key is. Whatever is unknown about the key or its user leads to no deactivation.
 */
export function evaluateKey(facts: KeyFacts): Decision {
  const { key, user, rules, today } = facts;
  if (key.status !== "Active") return evaluateSwitchedOffKey(facts);
  const age = daysBetween(key.createdOn, today);
  const decide = decisionMaker(facts, age);
  const firstStage = rules.stages[0];
  if (firstStage === undefined || age < firstStage.day)
    return decide("inTime", `day ${age}: no stage is due yet`);
  if (user === "unreadable")
    return decide("withheld", "the user's tags could not be read", { withheld: "tagsUnreadable" });
  if (user.exemption.state === "active") {
    const { until, owner, reason } = user.exemption;
    return decide("withheld", `exempt until ${until} by ${owner}: ${reason}`, { withheld: "exempt" });
  }
  const userType = user.userType.known ? user.userType.name : undefined;
  const stage = dueStage(age, userType, rules);
  if (stage === undefined) return decide("inTime", `day ${age}: no stage is due for a ${userType} yet`);
  if (stage.action === "deactivate") return evaluateDueDeactivation(facts, user, age);
  const id = stageNoticeId(stage.day, deactivationDay(userType, rules) !== undefined);
  const notice = noticeFor(facts, user, id, stage.kind);
  if (userType === undefined && isPastAnyDeactivation(age, rules)) {
    const found = user.userType.known ? undefined : user.userType.found;
    const why =
      found === undefined ? "the user has no user type tag" : "the user type tag has an unknown value";
    return decide("withheld", `${why}, so the key is left on`, { withheld: "unknownUserType", notice });
  }
  return notice === undefined
    ? decide("told", `the notice of day ${stage.day} was sent`)
    : decide("notify", `day ${age}: the notice of day ${stage.day} is due`, { notice });
}

function evaluateDueDeactivation(facts: KeyFacts, user: UserFacts, age: number): Decision {
  const { history, rules, today } = facts;
  const decide = decisionMaker(facts, age);
  const { restore } = history;
  if (restore !== undefined && today <= restore.until) {
    const next: NextStep = { on: addDays(restore.until, 1), what: "deactivate" };
    return decide("withheld", `switched on again until ${restore.until}: ${restore.reason}`, {
      withheld: "restored",
      next,
    });
  }
  if (user.exemption.state === "unreadable") {
    const notice = noticeFor(facts, user, "exemption-unreadable", "reminder");
    return decide("withheld", "the exemption tag cannot be read", {
      withheld: "exemptionUnreadable",
      notice,
    });
  }
  const firstNotice = firstNoticeOn(history, user.exemption);
  const graceOver = graceOverOn(firstNotice ?? today, rules.minimumNoticeDays);
  if (firstNotice !== undefined && graceOver <= today) {
    return decide("deactivate", `day ${age}, first told on ${firstNotice}`, {
      notice: {
        id: `deactivated-${deactivationNumber(history)}`,
        kind: "deactivated",
        to: user.recipients.to,
      },
    });
  }
  const told = firstNotice === undefined ? "its owner has not been told yet" : `first told on ${firstNotice}`;
  return decide("withheld", `${told}, so it stays on until ${graceOver}`, {
    withheld: "graceNotOver",
    notice: noticeFor(facts, user, finalWarningId(history, user.exemption), "finalWarning"),
    next: { on: graceOver, what: "deactivate" },
  });
}

/** The notice with those of its recipients who have not had it, or `undefined` where all have. */
function noticeFor(facts: KeyFacts, user: UserFacts, id: string, kind: NoticeKind): NoticeDue | undefined {
  const to = unsentTo(id, user.recipients.to, facts.history);
  return to.length === 0 ? undefined : { id, kind, to };
}

type DecisionParts = { withheld?: WithheldReason; notice?: NoticeDue | undefined; next?: NextStep };

function decisionMaker({ key, user, history, rules, today }: KeyFacts, age: number) {
  return (verdict: Decision["verdict"], reason: string, parts: DecisionParts = {}): Decision => ({
    accessKeyId: key.accessKeyId,
    userName: key.userName,
    age,
    verdict,
    reason,
    next: verdict === "deactivate" ? undefined : nextStep(key.createdOn, age, user, history, rules, today),
    ...parts,
  });
}

/** What the stages bring next, the grace taken into account. */
function nextStep(
  createdOn: Day,
  age: number,
  user: UserFacts | "unreadable",
  history: KeyHistory,
  rules: AccountRules,
  today: Day,
): NextStep | undefined {
  const userType = user !== "unreadable" && user.userType.known ? user.userType.name : undefined;
  const stage = nextStage(age, userType, rules);
  if (stage === undefined) return undefined;
  const on = addDays(createdOn, stage.day);
  if (stage.action === "notify" || deactivationDay(userType, rules) !== stage.day)
    return { on, what: "notify" };
  const exemption = user === "unreadable" ? ({ state: "none" } as const) : user.exemption;
  const firstNotice = firstNoticeOn(history, exemption) ?? today;
  return { on: laterOf(on, graceOverOn(firstNotice, rules.minimumNoticeDays)), what: "deactivate" };
}
