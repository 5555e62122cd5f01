import { join } from "node:path";
import type { RunInput } from "../../../statemachine/run.ts";
import type { Settings } from "../../cdk/settings.ts";
import { synthesize } from "../../cdk/synthesize.ts";
import { startSample } from "../../sandbox/sample/start-sample.ts";
import type { ExitCode } from "../shared/exit-codes.ts";
import { progressBar } from "../shared/progress-bar.ts";
import type { Terminal } from "../shared/terminal.ts";
import { printSampleRun } from "./print-sample-run.ts";
import { runSample } from "./run-sample.ts";
import { saveRun } from "./save-run.ts";

/** What `curfew start` was asked for. */
export interface StartOptions {
  readonly settings: Settings;
  readonly input: RunInput;
  /** Print the totals only. */
  readonly quiet: boolean;
  /** Also name what the embedded cloud does not model. */
  readonly verbose: boolean;
  /** Absolute. The assembly goes there, and the files of the run into `latest` below it. */
  readonly directory: string;
}

/** Synthesizes, starts a sandbox with the sample Organization, runs once, saves and prints the result. */
export async function startSampleRun(
  { settings, input, quiet, verbose, directory }: StartOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const say = (line: string) => {
    if (!quiet) terminal.say(line);
  };
  const assembly = join(directory, "cdk.out");
  synthesize(settings, assembly, { isChecked: false });
  say("Synthesized the cloud assembly; its functions, roles and state machine run as they are.");
  // Each credential report is ready when the worker first asks, as in a small account. Otherwise every worker
  // waits five seconds.
  const sample = await startSample(assembly, settings, { credentialReports: { readyAfter: { polls: 0 } } });
  if (verbose) terminal.say(unmodelledText(sample.hub.unmodelled));
  const bar = progressBar();
  try {
    const name = `local-${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, "-")}`;
    say(`Started execution ${name} with input ${JSON.stringify(input)}.`);
    const outcome = await runSample(sample, input, name, bar.update);
    bar.stop();
    const files = saveRun(join(directory, "latest"), outcome, sample.cloud.mail.outbox());
    return printSampleRun({ name, outcome, files, quiet }, terminal);
  } finally {
    bar.stop();
    await sample.cloud.close();
  }
}

/** What a run on the embedded cloud says nothing about. */
export function unmodelledText(unmodelled: readonly string[]): string {
  if (unmodelled.length === 0) return "The embedded cloud models every property of the hub stack.";
  return [
    "The embedded cloud does not model these properties of the hub stack:",
    ...unmodelled.map((property) => `  ${property}`),
  ].join("\n");
}
