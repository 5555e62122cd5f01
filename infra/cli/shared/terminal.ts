import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

/** A style that text may have in a terminal. There are few on purpose. */
export type Look = "bold" | "dim" | "red" | "yellow" | "green";

/**
 * Where a command writes. With `--json` standard output holds one JSON document and nothing else; what a person must
 * see then goes to standard error, and everything else is dropped.
 */
export interface Terminal {
  readonly json: boolean;
  /** Writes a line for a person. */
  say(text?: string): void;
  /** Writes the result for a program. */
  answer(result: object): void;
  /** Writes a line for a person beside the result: why it failed, what it waits for. */
  warn(text: string): void;
  /** Asks a person. `undefined` if nobody can answer, because standard input is not a terminal. */
  ask(question: string): Promise<string | undefined>;
  /** The text with a style; without one where there are no colours (NO_COLOR, or no terminal). */
  look(look: Look, text: string): string;
}

/** The terminal that the process was started in. */
export function processTerminal(json: boolean): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    json,
    say: (text = "") => {
      if (!json) stdout.write(`${text}\n`);
    },
    answer: (result) => {
      if (json) stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    },
    warn: (text) => {
      stderr.write(`${text}\n`);
    },
    ask: async (question) => {
      if (!stdin.isTTY) return undefined;
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
    look: (look, text) => (json ? text : styleText(look, text, { stream: stdout })),
  };
}
