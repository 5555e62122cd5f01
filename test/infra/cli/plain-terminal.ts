import type { Terminal } from "../../../infra/cli/shared/terminal.ts";

/** A terminal without colours, for pages that only format text. */
export const plainTerminal: Terminal = {
  json: false,
  say: () => undefined,
  answer: () => undefined,
  warn: () => undefined,
  ask: async () => undefined,
  look: (_, text) => text,
};

/** A terminal that keeps its output. `typed` are the answers of a person, in order. */
export function recordingTerminal(typed: readonly string[] = []) {
  const said: string[] = [];
  const warned: string[] = [];
  const answers: object[] = [];
  const asked: string[] = [];
  const left = [...typed];
  const terminal: Terminal = {
    json: false,
    say: (text = "") => said.push(text),
    warn: (text) => warned.push(text),
    answer: (result) => answers.push(result),
    ask: async (question) => {
      asked.push(question);
      return left.shift();
    },
    look: (_, text) => text,
  };
  return { terminal, said, warned, answers, asked };
}

/** The lines of a text that are wider than a terminal. */
export function tooWide(text: string): string[] {
  return text.split("\n").filter((line) => line.length > 80);
}
