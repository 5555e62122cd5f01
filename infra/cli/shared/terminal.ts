import { styleText } from "node:util";

/** A look that text may have in a terminal; there are few on purpose. */
export type Look = "bold" | "dim" | "red" | "yellow" | "green";

/**
 * Where a command writes. With `--json` standard output holds one JSON document and nothing else; whatever is
 * said to a person then goes nowhere, or to standard error where it must be seen.
 */
export interface Terminal {
  readonly json: boolean;
  /** To a person. */
  say(text?: string): void;
  /** The result, to a program. */
  answer(result: object): void;
  /** To a person, beside the result: why it goes wrong, what it waits for. */
  warn(text: string): void;
  /** The text as it looks here; as it is where there are no colours, by NO_COLOR or for want of a terminal. */
  look(look: Look, text: string): string;
}

/** The terminal that the process was started in. */
export function processTerminal(json: boolean): Terminal {
  const { stdout, stderr } = process;
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
    look: (look, text) => (json ? text : styleText(look, text, { stream: stdout })),
  };
}
