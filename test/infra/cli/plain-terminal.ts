import type { Terminal } from "../../../infra/cli/shared/terminal.ts";

/** A terminal without colours, for pages that only want to know how things look. */
export const plainTerminal: Terminal = {
  json: false,
  say: () => undefined,
  answer: () => undefined,
  warn: () => undefined,
  look: (_, text) => text,
};
