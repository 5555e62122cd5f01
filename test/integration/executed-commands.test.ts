import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { type AwsPlace, awsOutcome, awsPlace, profilesIn } from "../docs/aws-command.ts";
import { commandGroups, curfewWords } from "../docs/shown-commands.ts";
import { curfew } from "../infra/cli/curfew-process.ts";
import { sharedSandbox } from "../infra/cli/end-to-end/shared-sandbox.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "curfew-shown-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const sandbox = sharedSandbox();
const { curfew: curfewCommands, starts, aws } = commandGroups();

/** The exit codes of commands on the sample Organization, other than 0. */
const sampleEnds: readonly (readonly [RegExp, number, string])[] = [
  [/^curfew run --report --watch/, 3, "an account has no member roles on purpose"],
  [/^curfew doctor(?! --before-deploy)/, 1, "it reports that account, and a root key"],
  [/^curfew approve /, 5, "no plan awaits approval"],
  [/^curfew restore --run /, 5, "its keys were restored one by one earlier in this test"],
];
const endOf = (command: string) => sampleEnds.find(([pattern]) => pattern.test(command))?.[1] ?? 0;

/** Employees whose keys the first run in the sandbox deactivates. Each key can be restored once. */
const deactivated = ["dan.ivanov", "ines.ivanov", "finn.costa"];
// Single keys first: restoring a run would restore them too.
const inOrder = curfewCommands.toSorted(
  (one, other) => Number(one.command.includes("--run <run>")) - Number(other.command.includes("--run <run>")),
);

/** Where commands write, and the answers that a person would type. */
const moreWords: Readonly<Record<string, readonly string[]>> = {
  preview: ["--directory", join(directory, "preview")],
  init: ["--fallback-contact", "cloud-team@example.com", "--help-contact", "the Cloud team"],
};

it.each(inOrder)("ends as expected on the sample: $command", async ({ command, exitCode }) => {
  const { sandbox: place, environment } = sandbox.started();
  const user = command.startsWith("curfew restore <key>") ? deactivated.shift() : "dan.ivanov";
  const shown = command
    .replace("<key>", user ?? "no key is left")
    .replace("<run>", place.run)
    .replace("<hub region>", place.region)
    .replace("<day>", addDays(dayOf(new Date()), 30))
    .replace("<new settings>", place.settings)
    .replace("../curfew-settings/", `${directory}/`);
  const argv = curfewWords(shown).map(ahead);
  const more = moreWords[argv[0] ?? ""] ?? [];

  const ended = await curfew([...argv, ...more], { ...environment, ...profilesIn(directory, place) });

  expect(ended, ended.out + ended.err).toMatchObject({ exitCode: endOf(command) });
  // If a page says how a command ends, it must be right.
  if (exitCode !== 0) expect(exitCode).toBe(endOf(command));
});

// A day on a page is some days after the day of reading.
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

  expect(stdout).toMatch(/5 stacks, report mode\n(.*\n)* {2}curfew-hub /);
});

const version = spawnSync("aws", ["--version"], { encoding: "utf8" });
if (version.status !== 0) console.log("Not run: the aws commands of the docs (aws is not on PATH)");
else
  describe("aws", () => {
    const isSecond = version.stdout.startsWith("aws-cli/2");
    if (!isSecond) console.log("Not run: aws logs tail (this AWS CLI is older than version 2)");
    const known = aws.filter(({ command }) => isSecond || !command.startsWith("aws logs tail "));
    let place: AwsPlace;
    beforeAll(async () => {
      place = await awsPlace(sandbox.started(), directory, "quinn.jansen");
    });

    it.each(known)("is understood: $command", async ({ command }) => {
      expect(await awsOutcome(command, place)).toBe("understood");
    });
  });
