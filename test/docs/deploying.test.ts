import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { rulesFor } from "../../functions/domain/account-scope.ts";
import { deactivationAge } from "../../functions/domain/stages.ts";
import { loadSettings, readSettings } from "../../infra/cdk/settings.ts";
import { KeyLife } from "../functions/domain/key-life.ts";
import { assemblyOf, propertiesOf, synthesizedTemplates } from "../support/deployment-fixture.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";

const page = readDoc("deploying.md");
const shipped = () => loadSettings(fileURLToPath(new URL("../../settings.yaml", import.meta.url)));

const [, deploy = ""] = page.split(/^## Deploy$/m);

/** The stacks that the first `cdk deploy` commands of the page name, in their order. */
function deployed(): string[] {
  const [, block = ""] = /```sh\n(.*?)```/s.exec(deploy) ?? [];
  return [...block.matchAll(/^npx cdk deploy (.+)$/gm)].flatMap(
    ([, words = ""]) => words.match(/\bcurfew-[a-z-]+/g) ?? [],
  );
}

it("deploys every stack of the repository's settings file, each once", () => {
  expect(deployed().toSorted()).toEqual([...synthesizedTemplates(shipped()).keys()].toSorted());
});

it("deploys the hub last, so that the first run can assume roles and list accounts", () => {
  expect(deployed().at(-1)).toBe("curfew-hub");
});

/** The commands of a section that act on stacks, as stack and profile. */
function stackProfiles(heading: string, verb: RegExp): [string, string][] {
  const [, rest = ""] = page.split(`${heading}\n`);
  const [section = ""] = rest.split(/^##/m);
  const commands = section.match(/^(npx cdk|aws cloudformation) .+$/gm) ?? [];
  return commands
    .filter((command) => verb.test(command))
    .flatMap((command) => {
      const [, profile = "none"] = /--profile (\S+)/.exec(command) ?? [];
      const stacks = command.match(/\bcurfew-[a-z-]+/g) ?? [];
      return stacks.map((stack): [string, string] => [stack, profile]);
    });
}

it("deletes every stack that it deploys, with the profile that deployed it", () => {
  const removed = stackProfiles("## Remove it", /delete-stack/);

  expect(removed.toSorted()).toEqual(stackProfiles("## Deploy", /cdk deploy/).toSorted());
  expect(removed.map(([stack]) => stack).toSorted()).toEqual(deployed().toSorted());
});

it("deploys and deletes the rollout stack of a delegated administrator in that account", () => {
  const settings = shipped();
  const { rollout } = settings;
  if (rollout.method !== "stackset") throw new Error("settings.yaml has no StackSet");
  const { stacks } = assemblyOf({ ...settings, rollout: { ...rollout, callAs: "delegatedAdmin" } });
  const stack = stacks.find(({ stackName }) => stackName === "curfew-rollout");
  const shown = stackProfiles("### With a delegated administrator for StackSets", /deploy|delete-stack/);

  // The stack names no account, so only the profile decides where it goes.
  expect(stack?.environment.account).toBe("unknown-account");
  expect(shown.filter(([name, profile]) => name === "curfew-rollout" || profile === "stacksets")).toEqual([
    ["curfew-rollout", "stacksets"],
    ["curfew-rollout", "stacksets"],
  ]);
});

it("adopts a ledger and a bucket that stayed without cdk import, which asks about every resource", () => {
  expect(page).not.toMatch(/^npx cdk import/m);
  expect(page).toMatch(/^npx cdk deploy .*--import-existing-resources curfew-hub$/m);
});

it("names the resources that stay after the stacks are deleted", () => {
  const { accountId, region } = shipped().hub;
  const names = [...synthesizedTemplates(shipped()).values()]
    .flatMap(({ Resources }) => Object.values(Resources))
    .filter(({ DeletionPolicy }) => DeletionPolicy === "Retain")
    .map(({ Properties }) => String(Properties.BucketName ?? Properties.TableName))
    .map((name) => name.replace(accountId, "<account>").replace(region, "<region>"));

  expect(names).toHaveLength(2);
  for (const name of names) expect(page).toContain(`\`${name}\``);
});

it("starts in report mode", () => {
  expect(shipped().policy.mode).toBe("report");
});

it("says what each stack is for, and how many resources the hub pays for all the time", () => {
  const stacks = tableBelow(page, "Where it runs").map(([name = ""]) => name.replaceAll("`", ""));
  const templates = synthesizedTemplates(shipped());
  const types = Object.values(templates.get("curfew-hub")?.Resources ?? {}).map(({ Type }) => Type);
  const count = (type: string) => types.filter((found) => found === type).length;

  expect(stacks.toSorted()).toEqual([...templates.keys()].toSorted());
  expect(page.replace(/\s+/g, " ")).toContain(
    `${count("AWS::KMS::Key")} KMS key, ${count("AWS::CloudWatch::Alarm")} alarms, ${count("AWS::CloudWatch::Dashboard")} dashboard`,
  );
});

it("shows the statement of the delegation policy as the stack makes it", () => {
  const { accountId } = shipped().hub;
  const template = synthesizedTemplates(shipped()).get("curfew-delegation");
  const [policy] = propertiesOf(template ?? { Resources: {} }, "AWS::Organizations::ResourcePolicy");
  const [, section = ""] = page.split(/^## Delegation policy$/m);
  const [, shown = ""] = /```json\n(.*?)```/s.exec(section) ?? [];
  // The template writes the partition as a function of CloudFormation.
  const made = JSON.stringify(policy?.Content).replace(
    /\{"Fn::Join":.*?\]\]\}/,
    `"arn:aws:iam::${accountId}:root"`,
  );

  expect([JSON.parse(shown)]).toEqual(JSON.parse(made).Statement);
});

it("shows settings under which a new key lives as the page says: a mail on day 1, deactivated on day 11", () => {
  const [, section = ""] = page.split(/^## Prove it with one key$/m);
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(section) ?? [];
  const own = parseYaml(readFileSync(new URL("../../settings.yaml", import.meta.url), "utf8"));
  const { policy } = readSettings({ ...own, ...parseYaml(example) }, "settings.yaml");
  const rulesOf = (id: string) =>
    rulesFor({ id, name: "Trial", state: "ACTIVE", path: ["r-a1b2"] }, policy, "enforce");
  const trial = rulesOf("777788889999");
  const life = new KeyLife("AKIAEXAMPLE1234WXYZ", { rules: trial });
  life.liveThrough(0, 12);

  expect([trial.mode, rulesOf("111122223333").mode]).toEqual(["enforce", "report"]);
  expect(life.mailedAt).toEqual([1, 11]);
  expect(life.deactivatedAt).toBe(11);
});

it("shows stages that deactivate an employee's key on day 100, as the page says", () => {
  const [, section = ""] = page.split(/^## Change the days$/m);
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(section) ?? [];
  const own = parseYaml(readFileSync(new URL("../../settings.yaml", import.meta.url), "utf8"));
  const { policy } = readSettings({ ...own, ...parseYaml(example) }, "settings.yaml");

  expect(deactivationAge("employee", policy)).toBe(100);
  expect(deactivationAge("machine", policy)).toBeUndefined();
});
