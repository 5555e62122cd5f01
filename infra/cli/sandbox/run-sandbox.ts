import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { synthesize } from "../../cdk/synthesize.ts";
import { sampleSettings } from "../../sandbox/sample/sample-settings.ts";
import { type RunningSample, startSample } from "../../sandbox/sample/start-sample.ts";
import { type ExitCode, exitCodes } from "../shared/exit-codes.ts";
import { progressBar } from "../shared/progress-bar.ts";
import { manualRunName } from "../shared/run-name.ts";
import type { Terminal } from "../shared/terminal.ts";
import { runSample } from "../start/run-sample.ts";
import { sandboxPage } from "./sandbox-page.ts";
import { type SandboxAccess, shellEnvironment } from "./shell-environment.ts";

/** How to start a sandbox. */
export interface SandboxOptions {
  readonly port: number | undefined;
  /** Absolute; the assembly, the report and the environment go there. */
  readonly directory: string;
}

const settingsFile = fileURLToPath(new URL("../../sandbox/sample/settings.yaml", import.meta.url));

/** Starts the sample, runs once, prints where everything is, and waits for Ctrl-C. */
export async function runSandbox({ port, directory }: SandboxOptions, terminal: Terminal): Promise<ExitCode> {
  mkdirSync(directory, { recursive: true });
  const settings = sampleSettings();
  const assembly = join(directory, "cdk.out");
  terminal.say("Synthesizing, deploying to an embedded cloud, loading the sample Organization …");
  synthesize(settings, assembly, { isChecked: false });
  const sample = await startSample(assembly, settings, {
    withInbox: true,
    // As in most small accounts. Otherwise each worker waits five seconds.
    credentialReports: { readyAfter: { polls: 0 } },
    ...(port === undefined ? {} : { port }),
  });
  try {
    const name = await firstRun(sample, directory);
    const access = accessTo(sample);
    const environmentFile = join(directory, "env");
    writeFileSync(environmentFile, shellEnvironment(access), { mode: 0o600 });
    const sandbox = { ...access, run: name, environmentFile, report: join(directory, "report.html") };
    const ending = ended();
    terminal.answer({ sandbox });
    terminal.say(sandboxPage(sandbox, terminal, process.cwd()));
    await ending;
  } finally {
    await sample.cloud.close();
  }
  terminal.say("\nThe sandbox has ended.");
  return exitCodes.ok;
}

/** Resolves on Ctrl-C. While the sandbox starts, Ctrl-C ends the process at once. */
async function ended(): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  await once(ending.signal, "abort");
}

function accessTo({ cloud, hub }: RunningSample): SandboxAccess {
  const { accessKeyId, secretAccessKey } = cloud.operator(hub.accountId);
  return {
    endpointUrl: cloud.url,
    accountId: hub.accountId,
    region: hub.region,
    accessKeyId,
    secretAccessKey,
    inboxUrl: cloud.inbox?.url ?? "",
    settings: settingsFile,
  };
}

/** Runs once and writes the report to files, because this cloud's S3 ends with the process. */
async function firstRun({ clock, ...sample }: RunningSample, directory: string): Promise<string> {
  const name = manualRunName(clock.now());
  const bar = progressBar();
  try {
    const { end, report, json, csv, html } = await runSample({ ...sample, clock }, {}, name, bar.update);
    bar.stop();
    if (report === undefined)
      throw new Error(`the first run ended with status ${end.status}: ${end.error ?? ""} ${end.cause ?? ""}`);
    for (const [form, text] of Object.entries({ json, csv, html }))
      writeFileSync(join(directory, `report.${form}`), text ?? "");
  } finally {
    bar.stop();
  }
  return name;
}
