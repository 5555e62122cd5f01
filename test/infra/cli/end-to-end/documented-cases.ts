import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { addDays, type Day, daysBetween, isDay } from "../../../../functions/domain/calendar-day.ts";
import { sandboxPage } from "../../../../infra/cli/sandbox/sandbox-page.ts";
import { exitCodes } from "../../../../infra/cli/shared/exit-codes.ts";
import { readDoc, tableBelow } from "../../../support/markdown.ts";
import { plainTerminal } from "../plain-terminal.ts";
import { type DocumentedCommand, documentedCommands, timeless } from "./documented-commands.ts";
import type { SharedSandbox } from "./shared-sandbox.ts";

const file = fileURLToPath(new URL("../../../../docs/cli.md", import.meta.url));
const page = readDoc("cli.md");

/** docs/cli.md, command by command, in order. `UPDATE_DOCS=1` writes their current output into the page. */
export function documentedCases({ run, started }: SharedSandbox): void {
  const commands = documentedCommands(page);
  const printed = new Map<DocumentedCommand, string>();

  it.each(commands)("$argv exits and prints as the page shows", async (command) => {
    const isSandbox = command.argv[0] === "sandbox";
    const { exitCode, out, err } = isSandbox ? sandboxOutput() : await run(...command.argv.map(asOfToday));
    // A command that fails says why on stderr, after its output.
    const text = exitCode === 0 ? out || err : out + err;
    printed.set(command, text);

    expect(exitCode).toBe(command.exitCode);
    if (command.output !== undefined && process.env.UPDATE_DOCS === undefined)
      expect(timeless(text)).toBe(timeless(command.output));
  });

  it("shows all commands and all exit codes", () => {
    const shown = new Set(commands.map(({ argv: [name] }) => name));
    const codes = tableBelow(page, "Exit codes").map(([code]) => Number(code));

    expect([...shown]).toEqual(
      expect.arrayContaining([
        "sandbox",
        "status",
        "run",
        "explain",
        "forecast",
        "plan",
        "approve",
        "pause",
        "restore",
        "simulate",
        "untagged",
        "doctor",
      ]),
    );
    expect(codes).toEqual(Object.values(exitCodes));
  });

  if (process.env.UPDATE_DOCS !== undefined)
    it("is updated", () => {
      let text = page;
      for (const [{ span }, output] of [...printed].reverse())
        if (span !== undefined) text = `${text.slice(0, span[0])}${output.trimEnd()}\n${text.slice(span[1])}`;
      writeFileSync(file, text);
      expect(documentedCommands(text)).toHaveLength(commands.length);
    });

  /** A day in a command of the page, moved so that it is as far from today as it was from the page's own day. */
  function asOfToday(word: string): string {
    if (process.env.UPDATE_DOCS !== undefined || !isDay(word)) return word;
    return addDays(dayOfRun(started().sandbox.run), daysBetween(dayOfRun(page), word));
  }

  /** The output of the running sandbox, as a person would see it. */
  function sandboxOutput() {
    const { sandbox } = started();
    const first = "Synthesizing, deploying to an embedded cloud, loading the sample Organization …";
    const known = {
      ...sandbox,
      environmentFile: ".curfew/sandbox/env",
      report: ".curfew/sandbox/report.html",
    };
    return { exitCode: 0, out: `${first}\n${sandboxPage(known, plainTerminal, "")}\n`, err: "" };
  }
}

/** The day of the first run in a text. */
function dayOfRun(text: string): Day {
  const [, year, month, day] = /manual-(\d{4})(\d{2})(\d{2})-/.exec(text) ?? [];
  return `${year}-${month}-${day}`;
}
