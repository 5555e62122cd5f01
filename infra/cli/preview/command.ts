import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSettings } from "../../cdk/settings.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { writePreview } from "./load.ts";
import { previewText } from "./print.ts";

interface PreviewCommandOptions {
  readonly settings: string;
  readonly templates?: string;
  readonly directory: string;
}

const examples = `
Examples:
  $ curfew preview
  $ curfew preview --templates ../curfew-templates --directory /tmp/preview`;

/** `curfew preview`: every mail with invented facts, as files and a page. It needs no AWS account. */
export function addPreviewCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("preview")
    .description("Write every mail with invented facts to files; nothing is sent.")
    .addOption(settingsOption())
    .option(
      "--templates <dir>",
      "a directory with templates of your own (default: mail.templates of the settings)",
    )
    .option("--directory <dir>", "where the files are written", defaultDirectory())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<PreviewCommandOptions>(command, async ({ settings, templates, directory }) => {
    const { policy, mail } = loadSettings(settings);
    const preview = writePreview({
      policy,
      ownTemplates: templates === undefined ? mail.templates : resolve(templates),
      directory: resolve(directory),
      now: new Date(),
    });
    terminal.answer({ preview });
    terminal.say(previewText(preview, process.cwd()));
    return exitCodes.ok;
  });
}

function defaultDirectory(): string {
  return fileURLToPath(new URL("../../../.curfew/preview", import.meta.url));
}
