import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import type { KeyResult } from "../../../statemachine/account-result.ts";
import type { RememberedKey } from "../replay/ledger-entries.ts";
import type { Terminal } from "../shared/terminal.ts";
import { besideLabel } from "../shared/wrap-text.ts";
import type { KeyStory } from "./key-story.ts";
import { noticeWords, stepWords, userWords, verdictWords } from "./story-words.ts";

type Look = Terminal["look"];

/** Where the text begins that stands beside a label. */
const margin = 14;

/** `curfew explain`: the story of one key, as a terminal shows it. */
export function storyPage(story: KeyStory, { look }: Terminal): string {
  const { accessKeyId, userName, accountId, accountName, createdOn, judged, history, users, steps } = story;
  const facts: [string, string][] = [];
  if (judged === undefined) {
    facts.push(["Made on", createdOn ?? "not known"]);
    facts.push(["Judged", "not by the last run: it was off or gone, or its account was not reached"]);
  } else {
    const { run, mode, result } = judged;
    facts.push(["Age", `${result.decision.age} days on ${run.day}, made on ${createdOn}`]);
    facts.push(["Decision", verdictWords(result.decision)], ["Why", result.decision.reason]);
    facts.push(...doneLines(result).map((line): [string, string] => ["Done", line]));
    facts.push(["Judged by", `${run.id}, ${mode} mode`]);
    if (users !== undefined) facts.push(...userWords(users).map((line): [string, string] => ["User", line]));
  }
  const toCome = steps.map((step): [string, string] => [step.on, stepWords(step)]);
  const past = pastLines(history);
  return [
    look("bold", `${maskedKeyId(accessKeyId)}  ${userName} in ${accountId} (${accountName})`),
    "",
    ...labelled(facts, look),
    ...(past.length === 0 ? [] : ["", look("bold", "What the ledger remembers"), ...labelled(past, look)]),
    ...(judged === undefined && steps.length === 0 ? [] : ["", look("bold", "To come, if nothing changes")]),
    ...(judged !== undefined && steps.length === 0 ? ["  nothing"] : labelled(toCome, look)),
  ].join("\n");
}

/** Lines with labels; a label that the line above has already is not said again. */
function labelled(lines: readonly (readonly [string, string])[], look: Look): string[] {
  return lines.map(([label, text], index) => {
    const shown = lines[index - 1]?.[0] === label ? "" : label;
    return besideLabel(`  ${shown}`, text, margin, (own) => look("dim", own));
  });
}

function doneLines({ notices, deactivation }: KeyResult): string[] {
  const words = { sent: "mailed", wouldSend: "would be mailed", failed: "not mailed", inFlight: "in flight" };
  return [
    ...(deactivation === undefined
      ? []
      : [`${offWords[deactivation.outcome]}${because(deactivation.error)}`]),
    ...notices.map(({ to, outcome, error }) => `${words[outcome]}: ${to}${because(error)}`),
  ];
}

const offWords = {
  deactivated: "switched off",
  wouldDeactivate: "would be switched off",
  abandoned: "not switched off",
  failed: "switching off failed",
} as const;

function because(error: string | undefined): string {
  return error === undefined ? "" : ` (${error})`;
}

/** Everything in the ledger, in order of the days. */
function pastLines(history: RememberedKey): [string, string][] {
  if ("unreadable" in history) return [["?", `its entry cannot be read: ${history.unreadable}`]];
  const { notices, refused = [], deactivation, restore } = history;
  const lines: [string, string][] = [];
  if (deactivation !== undefined) {
    const { on, state, run, count } = deactivation;
    const time = count === 1 ? "" : `, time ${count}`;
    const what = state === "done" ? "switched off" : "was to be switched off, and not confirmed";
    lines.push([on, `${what}${time}, run ${run}`]);
  }
  lines.push(
    ...notices.map(({ on, id, to }): [string, string] => [on, `${noticeWords(id)}, ${to}`]),
    ...refused.map(({ on, id, to }): [string, string] => [on, `${noticeWords(id)}, refused by SES: ${to}`]),
  );
  if (restore !== undefined) {
    const { on, until, state, reason } = restore;
    const what = state === "done" ? "switched on again" : "was to be switched on again, and not confirmed,";
    lines.push([on, `${what} until ${until}: ${reason}`]);
  }
  return lines.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}
