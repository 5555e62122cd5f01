import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { CommandError } from "../shared/command-error.ts";

/** What `doctor` found about one thing. */
export interface Finding {
  readonly check: string;
  /** `unknown`: these credentials may not read it, or the settings are missing. */
  readonly state: "ok" | "warning" | "problem" | "unknown";
  readonly finding: string;
  /** What to do; absent if there is nothing to do. */
  readonly advice?: string;
  /** The command that fixes it. */
  readonly command?: string;
}

/** AWS's answer to a question, or why there is none. */
export type Probe<Answer> = { readonly answer: Answer } | { readonly failed: string };

/** Asks, and returns an error as the answer: one denied call must not hide the other answers. */
export async function probe<Answer>(ask: () => Promise<Answer>): Promise<Probe<Answer>> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (error instanceof CommandError || error instanceof InvalidInput)
      return { failed: error.message.split("\n")[0] ?? "" };
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // Some messages of the SDK have several lines, which would break the margin of the page.
    return { failed: text.replace(/\s+/g, " ").trim() };
  }
}

/** The answer to a question that cannot be asked without the settings. */
export const needsSettings = { failed: "the settings are needed" } as const;

/** The finding about a question without an answer. */
export function notAnswered(check: string, failed: string): Finding {
  if (failed === needsSettings.failed) return { check, state: "unknown", finding: failed };
  return {
    check,
    state: "unknown",
    finding: `not answered: ${failed}`,
    advice: "Use credentials that may read it, or look it up in the console.",
  };
}
