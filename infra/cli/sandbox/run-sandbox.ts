import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import { synthesize } from "../../cdk/synthesize.ts";
import { operatorConfig } from "../../sandbox/operator-config.ts";
import { type RunningSample, sampleSettings, startSample } from "../../sandbox/sample/start-sample.ts";
import { type ExitCode, exitCodes } from "../shared/exit-codes.ts";
import { loadReportText } from "../shared/load-run-report.ts";
import { progressBar } from "../shared/progress-bar.ts";
import { manualRunName } from "../shared/run-name.ts";
import type { Terminal } from "../shared/terminal.ts";
import { runSample } from "../start/run-sample.ts";
import { sandboxPage } from "./sandbox-page.ts";
import { type SandboxAccess, shellEnvironment } from "./shell-environment.ts";

/** What a sandbox is started with. */
export interface SandboxOptions {
  readonly port: number | undefined;
  /** Absolute; the assembly, the report and the environment go there. */
  readonly directory: string;
}

const settingsFile = fileURLToPath(new URL("../../sandbox/sample/settings.yaml", import.meta.url));

/** Starts the sample, lets one run go over it, says where everything is, and waits to be ended. */
export async function runSandbox({ port, directory }: SandboxOptions, terminal: Terminal): Promise<ExitCode> {
  mkdirSync(directory, { recursive: true });
  const settings = sampleSettings();
  const assembly = join(directory, "cdk.out");
  terminal.say("Synthesizing, deploying to an embedded cloud, loading the sample Organization …");
  synthesize(settings, assembly);
  const sample = await startSample(assembly, settings, {
    withInbox: true,
    // As in most small accounts; else the worker waits five seconds for each, and a person with it.
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
  terminal.say("\nThe sandbox is closed.");
  return exitCodes.ok;
}

/** Resolves at Ctrl-C. Before, while the sandbox is being made ready, Ctrl-C ends the process as it does any other. */
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

/** The first run, and its report as files: in this cloud S3 ends with the process. */
async function firstRun(sample: RunningSample, directory: string): Promise<string> {
  const { cloud, hub, clock } = sample;
  const name = manualRunName(clock.now());
  const day = dayOf(clock.now());
  const bar = progressBar();
  try {
    const { end, report } = await runSample(sample, {}, name, bar.update);
    bar.stop();
    if (report === undefined)
      throw new Error(`the first run ended as ${end.status}: ${end.error ?? ""} ${end.cause ?? ""}`);
  } finally {
    bar.stop();
  }
  const s3 = new S3Client(operatorConfig(cloud, hub.accountId, hub.region));
  for (const form of ["html", "csv", "json"] as const)
    writeFileSync(
      join(directory, `report.${form}`),
      await loadReportText(s3, hub.outputs.BucketName ?? "", reportKey(day, name, form)),
    );
  s3.destroy();
  return name;
}
