import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { loadSettings } from "../../infra/cdk/settings.ts";
import { sharedSandbox } from "../infra/cli/end-to-end/shared-sandbox.ts";
import { synthesizedTemplates } from "../support/deployment-fixture.ts";
import { type AwsPlace, awsOutcome, awsPlace } from "./aws-command.ts";
import { type ShownCommand, shownCommands } from "./shown-commands.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "curfew-shown-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const sandbox = sharedSandbox();
const unique = new Map(shownCommands().map((shown) => [shown.command, shown]));
const startingWith = (...starts: readonly string[]): ShownCommand[] =>
  [...unique.values()].filter(({ command }) => starts.some((start) => command.startsWith(start)));

const curfew = startingWith("npx curfew ").filter(({ command }) => command !== "npx curfew sandbox");
// Without more words it is a step of CI.
const starts = startingWith("npm start -- ");
const scripts = startingWith("npm ", "bash ", "npx biome").filter((shown) => !starts.includes(shown));
const cdk = startingWith("npx aws-cdk@2 ");
const aws = startingWith("aws ");

it("leaves no command out: each is of a kind that is run below", () => {
  const run = [...curfew, ...starts, ...scripts, ...cdk, ...aws].map(({ command }) => command);

  expect([...unique.keys()].filter((command) => !run.includes(command))).toEqual(["npx curfew sandbox"]);
});

/** An employee's key on day 90 in the sample: the sandbox's first run has switched it off. */
const switchedOff = "AKIAWW5BRH6HODNG6RCZ";

it.each(curfew)("ends as $page says: $command", async ({ command, exitCode }) => {
  const shown = command.replace("<key>", switchedOff);
  const [, , ...argv] = [...shown.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);

  expect(await sandbox.run(...argv)).toMatchObject({ exitCode });
});

// A day on a page is some days ahead of whoever reads it.
const ahead = (word: string) => (/^\d{4}-\d{2}-\d{2}$/.test(word) ? addDays(dayOf(new Date()), 64) : word);

it.each(starts)("does what $page says: $command", async ({ command }) => {
  const argv = command.split(" ").slice(3).map(ahead);
  const script = [join(root, "infra/cli/curfew.ts"), "start", ...argv, "--directory", directory];
  const { stdout } = await promisify(execFile)(process.execPath, script);
  const report = JSON.parse(readFileSync(join(directory, "latest/report.json"), "utf8"));

  expect(stdout).toContain("latest/report.html");
  expect(report.accounts).toHaveLength(argv[0] === "--account" ? 1 : 14);
  expect(report.run.mode).toBe(argv[0] === "--report" || argv[0] === "--as-of" ? "report" : "enforce");
  expect(report.totals.noticesSent > 0).toBe(report.run.mode === "enforce");
});

it("synthesizes from the settings in the repository: npm run synth", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(root, "infra/cdk/app.ts"),
    ...["--settings", join(root, "settings.yaml"), "--output", join(directory, "cdk.out")],
  ]);

  expect(stdout).toMatch(/curfew-hub .*\(mode report\)/);
});

describe("scripts", () => {
  const known: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );

  it.each(scripts.filter(({ command }) => command.startsWith("npm run ")))(
    "is there: $command",
    ({ command }) => {
      expect(known.scripts).toHaveProperty([command.split(" ")[2] ?? ""]);
    },
  );
});

describe("cdk", () => {
  const stacks = [...synthesizedTemplates(loadSettings(join(root, "settings.yaml"))).keys()];

  it.each(cdk)("names what there is to deploy, by options that cdk has: $command", ({ command }) => {
    const [, , verb = "", ...words] = command.replaceAll(/<[^>]+>/g, "X").split(" ");
    const options = words.filter((word) => word.startsWith("--"));
    const named = words.filter((word, at) => !word.startsWith("--") && !words[at - 1]?.startsWith("--"));

    expect(["bootstrap", "deploy", "diff", "import"]).toContain(verb);
    expect(["--app", "--profile"]).toEqual(expect.arrayContaining(options));
    expect(verb === "bootstrap" ? ["aws://X/X"] : stacks).toEqual(expect.arrayContaining(named));
  });
});

const version = spawnSync("aws", ["--version"], { encoding: "utf8" });
if (version.status !== 0) console.log("left out: the aws commands of the docs (aws is not on PATH)");
else
  describe("aws", () => {
    const isSecond = version.stdout.startsWith("aws-cli/2");
    if (!isSecond) console.log("left out: aws logs tail (this AWS CLI is older than version 2)");
    const known = aws.filter(({ command }) => isSecond || !command.startsWith("aws logs tail "));
    let place: AwsPlace;
    beforeAll(async () => {
      place = await awsPlace(sandbox.started(), directory, "quinn.jansen");
    });

    it.each(known)("is understood: $command", async ({ command }) => {
      expect(await awsOutcome(command, place)).toBe("understood");
    });
  });
