import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import type { AddressProblem } from "../../../functions/domain/address-problems.ts";
import type { Decision, DecisionState } from "../../../functions/domain/decision.ts";
import { type Deactivation, deactivatingRun } from "../../../functions/domain/key-history.ts";
import type { LastUsed } from "../../../functions/domain/last-used.ts";
import type { NoticeKind, NoticeRecord } from "../../../functions/domain/notice.ts";
import { kindOf } from "../../../functions/domain/notice.ts";
import type { RecordedFacts } from "../../../functions/domain/recorded-facts.ts";
import type { TimelineStep } from "../../../functions/domain/timeline.ts";
import { addressProblemText, everythingToDo } from "../../../functions/notices/address-problem-text.ts";
import { plain } from "../../../functions/notices/plain.ts";
import { asFound, fateText, reasonText, revocationText } from "../../../functions/notices/reason-text.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count, predictionAssumes } from "../shared/words.ts";
import { besideLabel, wrapText } from "../shared/wrap-text.ts";
import { conditionText } from "./condition-text.ts";
import type { KeyStory } from "./story.ts";

/** The width of the margin for labels. */
const margin = 14;

/** The story of one key, as a terminal shows it. */
export function storyPage(story: KeyStory, { look }: Pick<Terminal, "look">): string {
  const { accessKeyId, userName, accountId, accountName } = story;
  const title = `${maskedKeyId(accessKeyId)}  ${plain(userName, 64)} in ${accountId} (${plain(accountName, 50)})`;
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", look("bold", name), ...lines];
  return [
    look("bold", title),
    "",
    ...evaluatedLines(story),
    ...section("Read now", liveLines(story)),
    ...section("Rule of deactivation", ruleLines(story.live?.decision ?? story.recorded?.key.decision, look)),
    ...section(
      story.historyFrom === "ledger" ? "History" : "History, as the run recorded it",
      historyLines(story),
    ),
    ...section("Next, if nothing changes", nextLines(story, look)),
  ].join("\n");
}

function line(label: string, text: string): string {
  return besideLabel(`  ${label}`, text, margin);
}

function evaluatedLines(story: KeyStory): string[] {
  const { recorded, createdOn, live } = story;
  if (recorded === undefined)
    return [
      ...(createdOn === undefined ? [] : [line("Created", createdOn)]),
      line("Evaluated", "no run lists this key; it is inactive or deleted"),
    ];
  const { run, mode, key } = recorded;
  const { facts, decision, planned, notices, isDeactivated } = key;
  return [
    line("Created", `${facts.createdOn}, ${count(decision.age, "day")} old on ${run.day}`),
    line("Evaluated", `${run.day} by ${run.id}, ${mode} mode`),
    ...factLines(facts, run.day),
    ...decisionLines(decision, live === undefined ? story : {}),
    ...(decision.overdueSince === undefined || decision.overdueSince > run.day
      ? []
      : [line("Overdue", `since ${decision.overdueSince}`)]),
    ...(planned === undefined ? [] : [line("Plan", fateText(planned.fate))]),
    ...(isDeactivated ? [line("Done", "deactivated and read back as Inactive")] : []),
    ...notices.map(({ to, outcome, error }) =>
      line("Notice", `${outcomeTexts[outcome]} ${to}${error === undefined ? "" : `: ${plain(error, 200)}`}`),
    ),
  ];
}

/** The decision with its reason, what is wrong with the addresses for the notices, and what somebody has to do. */
function decisionLines(
  { state, reason }: Decision,
  { addressProblems = [], emailTag = "email" }: Pick<KeyStory, "addressProblems" | "emailTag">,
): string[] {
  const others = addressProblems.filter((problem) => !isSaidBy(reason, problem));
  return [
    line("Decision", `${stateTexts[state]}: ${reasonText(reason)}`),
    ...others.map((problem) => line("Address", addressProblemText(problem, emailTag))),
    ...everythingToDo(reason, others).map((text) => line("To do", text)),
  ];
}

function isSaidBy({ code }: Decision["reason"], problem: AddressProblem): boolean {
  return code === problem.code || (code === "ownerUnreachable" && problem.code === "ownersUnreachable");
}

const stateTexts: Readonly<Record<DecisionState, string>> = {
  compliant: "compliant",
  notify: "notice due",
  notified: "notified",
  deactivate: "may be deactivated",
  onHold: "on hold",
  exempt: "exempt",
  inactive: "inactive",
};

const outcomeTexts: Readonly<Record<string, string>> = {
  sent: "sent to",
  wouldSend: "would be sent to",
  refused: "SES rejected",
  failed: "failed for",
  inFlight: "being sent by another worker to",
  overtaken: "not sent, because the key changed meanwhile:",
};

function factLines(facts: RecordedFacts, day: string): string[] {
  const { status, keyFrom, tags, tagsReadOn, userType, lastUsed, otherKey, hasPassword } = facts;
  const from = keyFrom === "listing" ? `read on ${day}` : "read by an earlier run, unchanged since";
  return [
    line("Status", `${plain(status, 30)} (${from})`),
    line("Tags", tagsText(tags, tagsReadOn)),
    ...(tags === "notRead" || tags === "unreadable" ? [] : [line("User type", userType ?? "unknown")]),
    ...(lastUsed === undefined ? [] : [line("Last used", lastUsedText(lastUsed))]),
    ...(otherKey === undefined
      ? []
      : [
          line(
            "Other key",
            `${maskedKeyId(otherKey.accessKeyId)}, ${plain(otherKey.status, 30)}, created ${otherKey.createdOn}`,
          ),
        ]),
    ...(hasPassword === undefined
      ? []
      : [line("Console", hasPassword ? "has a password" : "has no password")]),
  ];
}

function tagsText(tags: RecordedFacts["tags"], readOn: string | undefined): string {
  if (tags === "notRead") return "not read yet: Curfew reads them on the key's first stage";
  if (tags === "unreadable") return "could not be read";
  const { email, userType, exempt } = tags;
  const shown = (value: string | undefined) => (value === undefined ? "none" : asFound(value));
  const found = [`address ${shown(email)}`, `type ${shown(userType)}`];
  if (exempt !== undefined) found.push(`exemption ${shown(exempt)}`);
  return `${found.join(", ")}${readOn === undefined ? "" : ` (read on ${readOn})`}`;
}

function lastUsedText(lastUsed: LastUsed): string {
  if (lastUsed.state !== "used") return lastUsed.state;
  return `${lastUsed.on}, ${plain(lastUsed.service, 40)}, ${plain(lastUsed.region, 40)}`;
}

function liveLines(story: KeyStory): string[] {
  const { live } = story;
  if (live === undefined) return [];
  const { readAt, status, tags, lastUsed, decision } = live;
  return [
    line("Status", `${plain(status, 30)} (read at ${readAt.slice(0, 16)}Z)`),
    ...(tags === "notRead" ? [] : [line("Tags", tagsText(tags, undefined))]),
    ...(lastUsed === undefined ? [] : [line("Last used", lastUsedText(lastUsed))]),
    ...(decision === undefined ? [] : decisionLines(decision, story)),
  ];
}

function ruleLines(decision: Decision | undefined, look: Terminal["look"]): string[] {
  if (decision?.rule === undefined) return [];
  return decision.rule.conditions.map((condition) =>
    besideLabel(condition.holds ? "  holds" : "  fails", conditionText(condition), margin, (label) =>
      look(condition.holds ? "green" : "yellow", label),
    ),
  );
}

function historyLines({ history }: KeyStory): string[] {
  if ("unreadable" in history)
    return [wrapText(`  The ledger entry cannot be read: ${history.unreadable}`, 2)];
  const { notices, revocations, deactivation, restore, round } = history;
  const isOfManyTypes = new Set(notices.map(({ userType }) => userType)).size > 1;
  const events = [
    ...notices.map((notice) => ({
      on: notice.on,
      text: `${noticeText(notice, round)}${isOfManyTypes ? userTypeText(notice) : ""}`,
    })),
    ...revocations.map(({ on, by }) => ({
      on,
      text: `earlier notices no longer count: ${revocationText(by)}`,
    })),
    ...(deactivation === undefined ? [] : [{ on: deactivation.on, text: deactivationText(deactivation) }]),
    ...(restore === undefined
      ? []
      : [
          {
            on: restore.on,
            text: `restored, requested until ${restore.until}; reason: ${asFound(restore.reason)}`,
          },
        ]),
  ];
  if (events.length === 0) return ["  nothing yet"];
  return events
    .toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
    .map(({ on, text }) => line(on, text));
}

function deactivationText(deactivation: Deactivation): string {
  const by = deactivatingRun(deactivation);
  if (deactivation.state === "intended") return `deactivation begun by ${by}, not finished`;
  const recorded = by === deactivation.run ? "" : `, recorded by ${deactivation.run}`;
  return `deactivated by ${by}${recorded}`;
}

function noticeText({ id, to, state, names, round, delivery }: NoticeRecord, current: number): string {
  const sent = { claimed: "being sent to", sent: "to", refused: "rejected by SES for" }[state];
  const named = names === undefined ? "" : `, names ${names}`;
  const revoked = names !== undefined && round !== current ? ", revoked" : "";
  const what = id.type === "stage" ? `notice of day ${id.day}` : kindTexts[kindOf(id)];
  return `${what} ${sent} ${to}${named}${revoked}; ${deliveryText(delivery, state)}`;
}

function userTypeText({ userType }: NoticeRecord): string {
  return `; user type then: ${userType ?? "unknown"}`;
}

function deliveryText(delivery: NoticeRecord["delivery"], state: NoticeRecord["state"]): string {
  if (state === "refused") return "not sent";
  if (delivery.state === "unknown") return "delivery not reported";
  return delivery.state === "delivered"
    ? `delivered ${delivery.on}`
    : `bounced ${delivery.on} (${plain(delivery.cause, 60)})`;
}

const kindTexts: Readonly<Record<NoticeKind, string>> = {
  warning: "notice",
  staysActive: "notice that the key stays active",
  finalWarning: "final warning",
  exemptionUnreadable: "notice about the unreadable exemption",
  deactivated: "notice of the deactivation",
  restored: "notice of the restore",
};

function nextLines({ steps, recorded }: KeyStory, look: Terminal["look"]): string[] {
  if (recorded === undefined) return [];
  if (steps === undefined) return [wrapText("  Unknown without the settings; pass --settings.", 2)];
  if (steps.length === 0) return ["  Nothing."];
  return [
    ...steps.map((step) => line(step.on, stepText(step))),
    look("dim", wrapText(`  ${predictionAssumes}`, 0)),
  ];
}

/** A step in one line. */
function stepText(step: TimelineStep): string {
  if (step.what === "deactivate") return "Curfew deactivates the key and notifies its owner";
  const named = step.names === undefined ? "" : `, names ${step.names}`;
  return `${kindTexts[step.kind]} to ${step.to.map(({ address }) => address).join(", ")}${named}`;
}
