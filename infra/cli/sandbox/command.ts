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

/** `curfew sandbox`: AWS on this machine with the sample Organization, until Ctrl-C. */
export function addSandboxCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("sandbox")
    .description("Run AWS on this machine, with a sample Organization and Curfew.")
    .option("--port <number>", "port of the endpoint (default: any free port)")
    .option("--directory <dir>", "where the report and the environment are written", defaultDirectory())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<SandboxCommandOptions>(command, async ({ port, directory }) => {
    const chosen = port === undefined ? undefined : wholeNumber(port, "--port", { least: 1, most: 65_535 });
    // Imported only here: the CDK takes a second to load.
    const { runSandbox } = await import("./run-sandbox.ts");
    return await runSandbox({ port: chosen, directory: resolve(directory) }, terminal);
  });
}

function defaultDirectory(): string {
  return fileURLToPath(new URL("../../../.curfew/sandbox", import.meta.url));
}
