import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { loadSettings } from "../../infra/cdk/settings.ts";
import { curfewProgram } from "../../infra/cli/program.ts";
import { plainTerminal } from "../infra/cli/plain-terminal.ts";
import { synthesizedTemplates } from "../support/deployment-fixture.ts";
import { blockKinds, commandGroups, curfewWords, outdatedEntries, shownScripts } from "./shown-commands.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const commands = commandGroups();

/** The command with a value in place of each `<…>`. */
const filled = (command: string) => command.replaceAll("<day>", "2027-01-31").replaceAll(/<[^>]+>/g, "X");

// test/integration/executed-commands.test.ts executes them against a sandbox.
it("covers every command: each is tested, or listed with the reason why it is not", () => {
  expect(commands.left).toEqual([]);
  expect(outdatedEntries()).toEqual([]);
});

it("covers every block: commands are in sh and console blocks, and one script is in a bash block", () => {
  // test/integration/moto executes the script.
  expect(shownScripts()).toHaveLength(1);
  expect([...blockKinds()].toSorted()).toEqual(["bash", "json", "mermaid", "sh", "text", "yaml"]);
});

it.each([
  ...commands.curfew.map(({ command }) => ({ command, argv: curfewWords(filled(command)) })),
  ...commands.starts.map(({ command }) => ({
    command,
    argv: command.split(" ").filter((_, at) => at === 1 || at > 2),
  })),
])("names a command, options and values that curfew has: $command", ({ argv }) => {
  let ran = 0;
  const program = curfewProgram(plainTerminal, (command) => {
    command.action(() => {
      ran += 1;
    });
  });

  program.parse(argv, { from: "user" });

  expect(ran).toBe(1);
});

describe("scripts", () => {
  const known: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );

  it.each(commands.scripts.filter(({ command }) => command.startsWith("npm run ")))(
    "exists: $command",
    ({ command }) => {
      expect(known.scripts).toHaveProperty([command.split(" ")[2] ?? ""]);
    },
  );
});

describe("cdk", () => {
  const stacks = [...synthesizedTemplates(loadSettings(join(root, "settings.yaml"))).keys()];
  const cli = (...argv: string[]) =>
    promisify(execFile)(process.execPath, [join(root, "node_modules/aws-cdk/bin/cdk"), ...argv]);
  /** The help of each verb, read once. */
  const helps = new Map<string, Promise<{ readonly stdout: string }>>();
  const helpOf = (verb: string) => {
    const help = helps.get(verb) ?? cli(verb, "--help");
    helps.set(verb, help);
    return help;
  };

  it("has exactly the version in package.json", async () => {
    const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    const { stdout } = await cli("--version");

    expect(devDependencies["aws-cdk"]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(stdout.split(" ")[0]).toBe(devDependencies["aws-cdk"]);
  });

  it.each(commands.cdk.filter(({ command }) => command !== "npx cdk --version"))(
    "names stacks that exist, and a verb and options that cdk has: $command",
    async ({ command }) => {
      const [, , verb = "", ...words] = command.replaceAll(/<[^>]+>/g, "X").split(" ");
      const withoutValue = ["--import-existing-resources"];
      const options = words.filter((word) => word.startsWith("--"));
      const isValue = (at: number) => {
        const before = words[at - 1] ?? "";
        return before.startsWith("--") && !withoutValue.includes(before);
      };
      const named = words.filter((word, at) => !word.startsWith("--") && !isValue(at));
      const { stdout } = await helpOf(verb);

      for (const option of options) expect(stdout).toMatch(new RegExp(`^ +${option}\\b`, "m"));
      expect(verb === "bootstrap" ? ["aws://X/X"] : stacks).toEqual(expect.arrayContaining(named));
      expect(named.length).toBeGreaterThan(0);
    },
  );
});
