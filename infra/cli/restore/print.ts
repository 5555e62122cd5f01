import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { plain } from "../../../functions/notices/plain.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import {
  type RestoredKey,
  type RestoreNoticeOutcome,
  type RestoreSummary,
  restoreSummarySchema,
} from "../../../statemachine/restore.ts";
import { endText, exitCodeOf } from "../shared/execution-end.ts";
import { type ExitCode, exitCodes } from "../shared/exit-codes.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import { moreLine } from "../shared/ou-groups.ts";
import type { StartedExecution } from "../shared/start-execution.ts";
import type { Terminal } from "../shared/terminal.ts";
import { count } from "../shared/words.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { daysOf, notRestoredText, restoreAnswer } from "./answer.ts";

/** Prints the results of a restore, key by key, and returns the exit code. */
export function printRestore(started: StartedExecution, end: ExecutionEnd, terminal: Terminal): ExitCode {
  if (end.status !== "SUCCEEDED") {
    terminal.answer(restoreAnswer(started, end, undefined));
    terminal.warn(endText(end, terminal));
    return exitCodeOf(end);
  }
  const summary = parse(restoreSummarySchema, JSON.parse(end.output ?? "null"), "the execution's output");
  terminal.answer(restoreAnswer(started, end, summary));
  const { refused, totals, keys } = summary;
  if (refused !== undefined) {
    terminal.warn(wrapText(`Refused: ${plain(refused, 500)}`, 2));
    return exitCodes.refused;
  }
  const all = totals.restored + totals.refused + totals.failed;
  const lines = [...keys.map((key) => keyText(key)), ...moreLine(all, keys.length)];
  const write = totals.restored === all ? terminal.say : terminal.warn;
  for (const line of lines) write(wrapText(line, 2));
  if (all !== 1) terminal.say(totalsText(totals));
  return exitCodeFor(totals);
}

/** Something failed: 1. Nothing was restored, because everything was refused: 5. Otherwise 0. */
function exitCodeFor({ restored, refused, failed }: RestoreSummary["totals"]): ExitCode {
  if (failed > 0) return exitCodes.failed;
  return restored === 0 && refused > 0 ? exitCodes.refused : exitCodes.ok;
}

function totalsText({ restored, refused, failed }: RestoreSummary["totals"]): string {
  return `${count(restored, "key")} active again, ${refused} refused, ${failed} failed.`;
}

function keyText(key: RestoredKey): string {
  const { accessKeyId, userName, accountId, accountName, outcome, notices } = key;
  const user = userName === undefined ? "" : ` of ${plain(userName, 64)}`;
  const what = `${maskedKeyId(accessKeyId)}${user} in ${accountId} (${plain(accountName, 50)})`;
  if (outcome !== "restored") return `${what}: ${outcome}: ${plain(notRestoredText(key), 300)}`;
  const to = (...outcomes: readonly RestoreNoticeOutcome["outcome"][]) =>
    notices.filter((notice) => outcomes.includes(notice.outcome)).map((notice) => notice.to);
  const sent = to("sent");
  const before = to("alreadySent");
  const missed = to("wouldSend", "refused", "failed", "inFlight", "overtaken");
  return [
    `${what}: ${activeText(key)}.`,
    sent.length === 0 && before.length === 0 ? "Nobody was notified." : "",
    sent.length === 0 ? "" : `Notified: ${sent.join(", ")}.`,
    before.length === 0 ? "" : `Notified by an earlier request: ${before.join(", ")}.`,
    missed.length === 0 ? "" : `Not notified: ${missed.join(", ")}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** How long the key is active. The notice period can be longer than the restore; then the mails name a later day. */
function activeText(key: RestoredKey): string {
  const { until = "an unknown day" } = key;
  const { activeUntil, named } = daysOf(key);
  if (named === undefined) return `active again, at least until ${until}`;
  const isLater = activeUntil !== until;
  const requested = isLater ? `. It was requested until ${until}, but the mails name a later day` : "";
  return `active again until ${activeUntil}, deactivated again on or after ${named}${requested}`;
}
