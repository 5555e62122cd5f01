import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandHome } from "../shared/command-home.ts";
import { wholeNumber } from "../shared/whole-number.ts";

interface SandboxCommandOptions {
  readonly port?: string;
  readonly directory: string;
}

const examples = `
Examples:
  $ curfew sandbox
  $ . .curfew/sandbox/env      in another terminal, before curfew or aws`;

/** `curfew sandbox`: the embedded cloud with the sample Organization, left running. */
export function addSandboxCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("sandbox")
    .description("Run AWS on this machine, with a sample Organization and Curfew in it.")
    .option("--port <number>", "port of the endpoint; any free one unless given")
    .option("--directory <dir>", "where report and environment are written", defaultDirectory())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<SandboxCommandOptions>(command, async ({ port, directory }) => {
    const chosen = port === undefined ? undefined : wholeNumber(port, "--port", { least: 1, most: 65_535 });
    // Loaded only here, for the CDK that it synthesizes with takes a second.
    const { runSandbox } = await import("./run-sandbox.ts");
    return await runSandbox({ port: chosen, directory: resolve(directory) }, terminal);
  });
}

function defaultDirectory(): string {
  return fileURLToPath(new URL("../../../.curfew/sandbox", import.meta.url));
}
