import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { CommandError } from "../shared/command-error.ts";

/** What `doctor` found out about one thing. */
export interface Finding {
  readonly check: string;
  /** `unknown`: it could not be found out, with these credentials or without the settings. */
  readonly state: "ok" | "warning" | "problem" | "unknown";
  readonly finding: string;
  /** What to do; absent where nothing is. */
  readonly advice?: string;
}

/** What AWS answered to a question, or why it did not. */
export type Probe<Answer> = { readonly answer: Answer } | { readonly failed: string };

/** Asks, and keeps an error as the answer: one denied call must not hide what the others say. */
export async function probe<Answer>(ask: () => Promise<Answer>): Promise<Probe<Answer>> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (error instanceof CommandError || error instanceof InvalidInput)
      return { failed: error.message.split("\n")[0] ?? "" };
    return { failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** What stands for the answer where only the settings tell what to ask for. */
export const needsSettings = { failed: "needs the settings" } as const;

/** The finding about something that could not be asked for. */
export function notAsked(check: string, failed: string): Finding {
  if (failed === needsSettings.failed) return { check, state: "unknown", finding: failed };
  return {
    check,
    state: "unknown",
    finding: `not found out: ${failed}`,
    advice: "Use credentials that may read this, or look it up in the console.",
  };
}
