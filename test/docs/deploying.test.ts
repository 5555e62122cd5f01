import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { loadSettings } from "../../infra/cdk/settings.ts";
import { synthesizedTemplates } from "../support/deployment-fixture.ts";
import { readDoc } from "../support/markdown.ts";

const page = readDoc("deploying.md");
const shipped = () => loadSettings(fileURLToPath(new URL("../../settings.yaml", import.meta.url)));

/** The stacks that the page's `cdk deploy` commands name, in their order. */
function deployed(): string[] {
  return [...page.matchAll(/^npx aws-cdk@2 deploy (.+)$/gm)].flatMap(
    ([, words = ""]) => words.match(/\bcurfew-[a-z-]+/g) ?? [],
  );
}

it("deploys every stack that the settings file in the repository makes, and each once", () => {
  expect(deployed().toSorted()).toEqual([...synthesizedTemplates(shipped()).keys()].toSorted());
});

it("deploys the hub last, so that the first run finds roles and may list accounts", () => {
  expect(deployed().at(-1)).toBe("curfew-hub");
});

it("takes away every stack that it deploys", () => {
  const removed = [...page.matchAll(/delete-stack --stack-name (\S+)/g)].map(([, name]) => name);

  expect(removed.toSorted()).toEqual(deployed().toSorted());
});

it("says what stays when the stacks are gone, by the names that the resources have", () => {
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
