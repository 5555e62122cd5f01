import { shownPath } from "../shared/shown-path.ts";
import type { Terminal } from "../shared/terminal.ts";
import type { SandboxAccess } from "./shell-environment.ts";

/** A sandbox after its first run. */
export interface Sandbox extends SandboxAccess {
  /** The name of that run. */
  readonly run: string;
  readonly environmentFile: string;
  readonly report: string;
}

/** What is printed once a sandbox is ready. */
export function sandboxPage(
  { endpointUrl, accountId, region, inboxUrl, run, environmentFile, report }: Sandbox,
  { look }: Terminal,
  workingDirectory: string,
): string {
  const path = (file: string) => shownPath(file, workingDirectory);
  return [
    look("bold", "The sandbox is ready."),
    "",
    `  AWS      ${endpointUrl}   hub ${accountId}, ${region}`,
    `  Inbox    ${inboxUrl}`,
    `  Report   ${path(report)}`,
    `  Run      ${run}`,
    "",
    "In another terminal:",
    "",
    `  . ${path(environmentFile)}`,
    "  npm run curfew -- status",
    "  npm run curfew -- run --report --watch",
    "  aws stepfunctions list-state-machines",
    "",
    look("dim", "Ctrl-C ends the sandbox. Only the files stay."),
  ].join("\n");
}
