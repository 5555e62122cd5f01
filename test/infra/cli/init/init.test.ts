import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { parse as parseYaml } from "yaml";
import { loadSettings, readSettings } from "../../../../infra/cdk/settings.ts";
import type { Found } from "../../../../infra/cli/init/found.ts";
import { type Answers, collectAnswers, questions } from "../../../../infra/cli/init/questions.ts";
import { settingsText } from "../../../../infra/cli/init/settings-text.ts";
import { runProgram } from "../../../../infra/cli/program.ts";
import { recordingTerminal } from "../plain-terminal.ts";

const answers: Answers = {
  organizationId: "o-a1b2c3d4e5",
  managementAccountId: "011122223333",
  hubAccountId: "444455556666",
  region: "eu-central-1",
  rootId: "r-a1b2",
  sender: "curfew@example.org",
  mailRegion: "eu-west-1",
  fallbackContact: "cloud@example.org",
  securityContact: "security@example.org",
  help: "the team: call 123 # 4",
  domain: "example.org",
  timeZone: "Europe/Berlin",
};
const found: Found = {
  hubAccountId: "444455556666",
  region: "eu-central-1",
  organizationId: "o-a1b2c3d4e5",
  managementAccountId: "011122223333",
  rootId: "r-a1b2",
  identities: ["example.org"],
};

it("writes a file that the settings schema accepts, in report mode, with every value in its place", () => {
  const settings = readSettings(parseYaml(settingsText(answers, "settings.schema.json")), "settings.yaml");

  expect(settings.policy.mode).toBe("report");
  expect(settings.organization).toMatchObject({ id: "o-a1b2c3d4e5", managementAccountId: "011122223333" });
  expect(settings.hub).toMatchObject({ accountId: "444455556666", region: "eu-central-1" });
  expect(settings.mail).toMatchObject({
    sender: "curfew@example.org",
    region: "eu-west-1",
    help: "the team: call 123 # 4",
  });
  expect(settings.policy.allowedDomains).toEqual(["example.org"]);
});

it("suggests the hub's Region for the mails only if SES is offered there", () => {
  const suggested = (region: string) =>
    questions.find(({ field }) => field === "mailRegion")?.suggestion(found, { region });

  expect(suggested("eu-central-1")).toBe("eu-central-1");
  expect(suggested("ap-southeast-4")).toBeUndefined();
});

it("explains every value: each has a comment above it or above its group", () => {
  const lines = settingsText(answers, "settings.schema.json").split("\n");

  expect(lines.filter((line) => line.trim().startsWith("#")).length).toBeGreaterThan(12);
});

it("uses flags first, then what a person types, then AWS's answers", async () => {
  const { terminal, asked } = recordingTerminal([
    "",
    "",
    "",
    "",
    "",
    "",

    "cloud@example.org",
    "",
    "the team",
    "",
    "",
  ]);
  const given = { hubAccountId: "999988887777" };
  const collected = await collectAnswers(given, found, terminal);

  expect(collected).toMatchObject({
    organizationId: "o-a1b2c3d4e5",
    hubAccountId: "999988887777",
    sender: "curfew@example.org",
    mailRegion: "eu-central-1",
  });
  expect(asked).toHaveLength(questions.length - 1);
});

it("asks again if an answer has the wrong form, and names the flag if nobody can be asked", async () => {
  const { terminal, warned } = recordingTerminal(["nonsense", "o-a1b2c3d4e5"]);

  await expect(collectAnswers({}, { ...found, managementAccountId: undefined }, terminal)).rejects.toThrow(
    "--management-account is missing",
  );
  expect(warned.join("")).toContain("expected an ID like o-a1b2c3d4e5");
  await expect(collectAnswers({ hubAccountId: "12" }, found, recordingTerminal().terminal)).rejects.toThrow(
    '--hub-account: expected 12 digits, got "12"',
  );
});

const flags = questions.flatMap(({ field, flag }) => [`--${flag}`, answers[field]]);

it("creates the directory of the file, and says what to type next", async () => {
  const directory = mkdtempSync(join(tmpdir(), "curfew-init-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "new/settings.yaml");
  const { terminal, said } = recordingTerminal();

  expect(await runProgram(["init", "--offline", "--output", file, ...flags], terminal)).toBe(0);
  expect(said).toEqual([
    `Wrote ${file}, in report mode.`,
    `Next, in the checkout:\n  export CURFEW_SETTINGS=${file}\n  npm run synth\n  curfew doctor --before-deploy`,
  ]);
  const [, schema = ""] = /\$schema=(.+)/.exec(readFileSync(file, "utf8")) ?? [];
  expect(existsSync(join(directory, "new", schema))).toBe(true);
});

it("asks nothing if the directory cannot be created", async () => {
  const directory = mkdtempSync(join(tmpdir(), "curfew-init-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "taken"), "a file");
  const { terminal, asked } = recordingTerminal();
  const written = runProgram(
    ["init", "--offline", "--output", join(directory, "taken/settings.yaml")],
    terminal,
  );

  await expect(written).rejects.toThrow("--output: the directory");
  expect(asked).toEqual([]);
});

it("suggests nothing that it does not know", async () => {
  const { terminal, asked } = recordingTerminal(["o-a1b2c3d4e5", "011122223333"]);

  await expect(collectAnswers({}, { identities: [] }, terminal)).rejects.toThrow("--hub-account is missing");
  expect(asked).toContain("Hub account: where Curfew runs: ");
});

it("overwrites nothing, and writes a file that loads", async () => {
  const directory = mkdtempSync(join(tmpdir(), "curfew-init-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, "settings.yaml");
  const argv = ["init", "--offline", "--output", file, ...flags];

  expect(await runProgram(argv, recordingTerminal().terminal)).toBe(0);
  expect(loadSettings(file).hub.accountId).toBe("444455556666");
  writeFileSync(file, "mine");
  await expect(runProgram(argv, recordingTerminal().terminal)).rejects.toThrow("overwrites nothing");
  expect(existsSync(file) && readFileSync(file, "utf8")).toBe("mine");
});
