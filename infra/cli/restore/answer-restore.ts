import { parse } from "../../../functions/runtime/parse.ts";
import { restoredKeySchema } from "../../../statemachine/restore-key.ts";
import { endText, exitCodeOf } from "../run/execution-end.ts";
import type { ExitCode } from "../shared/exit-codes.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wrapText } from "../shared/wrap-text.ts";

/** Says how the restore of a key ended, and what to exit with. */
export function answerRestore(
  run: { readonly name: string; readonly executionArn: string; readonly startedAt: string },
  end: ExecutionEnd,
  terminal: Terminal,
): ExitCode {
  const { status, error, cause, output } = end;
  const ended = { ...run, status, ...(error === undefined ? {} : { error, cause }) };
  if (status !== "SUCCEEDED") {
    terminal.answer({ run: ended });
    terminal.warn(endText(end, terminal));
    return exitCodeOf(end);
  }
  const restored = parse(restoredKeySchema, JSON.parse(output ?? "null"), "the execution's output");
  const { account, userName, key, until, notices } = restored;
  terminal.answer({ run: ended, restored: { account, userName, key, until, notices } });
  const told = notices.filter(({ outcome }) => outcome === "sent").map(({ to }) => to);
  terminal.say(
    [
      wrapText(`${key} of ${userName} in ${account.id} (${account.name}) is on again.`, 2),
      wrapText(`Runs leave it on until ${until}, that day included.`, 2),
      wrapText(`Told: ${told.join(", ")}.`, 2),
    ].join("\n"),
  );
  return exitCodeOf(end);
}
