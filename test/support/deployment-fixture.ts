import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudAssembly } from "aws-cdk-lib/cx-api";
import { onTestFinished } from "vitest";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import { readSettings, type Settings } from "../../infra/cdk/settings.ts";
import { synthesizeOnce } from "./synthesize-once.ts";

/** The accounts of these tests. */
export const managementAccountId = "111122223333";
export const hubAccountId = "444455556666";

/** Sections of a settings file that differ from the default fixture. Each replaces the whole section. */
export type Sections = Readonly<Record<string, unknown>>;

/** What a deployer writes: a delegated administrator in Frankfurt, report mode, rollout by hand. */
export function writtenSettings(sections: Sections = {}): Record<string, unknown> {
  return {
    mode: "report",
    organization: { id: "o-exampleorg1", managementAccountId },
    hub: { accountId: hubAccountId, region: "eu-central-1" },
    schedule: { time: "09:00", timeZone: "Europe/Berlin", enabled: true },
    mail: {
      sender: "curfew@example.com",
      region: "eu-central-1",
      fallbackContact: "cloud-team@example.com",
      securityContact: "security@example.com",
      help: "the IT support team",
    },
    ...sections,
  };
}

/** The same settings, parsed and with defaults. */
export function settingsWith(sections: Sections = {}): Settings {
  return readSettings(writtenSettings(sections), "settings.yaml");
}

/** A rollout by StackSet to the whole Organization. */
export const byStackSet = { method: "stackset", organizationalUnits: ["r-a1b2"] };

/** A temporary directory that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "curfew-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Skips bundling the functions' code, which takes most of the time and does not matter to these tests. */
export const withoutCode = { context: { "aws:cdk:bundling-stacks": [] }, isChecked: false };

/** The assembly without code. Test files with the same settings share one synthesis. */
export function assemblyOf(settings: Settings): CloudAssembly {
  return new CloudAssembly(synthesizeOnce(settings, withoutCode));
}

/** The synthesized templates by the name of their stack, without code. */
export function synthesizedTemplates(settings: Settings): Map<string, Template> {
  return new Map(
    assemblyOf(settings).stacks.map(({ stackName, templateFullPath }) => [
      stackName,
      parse(templateSchema, JSON.parse(readFileSync(templateFullPath, "utf8")), stackName),
    ]),
  );
}

const templateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z._default(z.record(z.string(), z.unknown()), {}),
      DeletionPolicy: z.optional(z.string()),
      UpdateReplacePolicy: z.optional(z.string()),
    }),
  ),
});
/** The parts of a template that these tests read. */
export type Template = z.infer<typeof templateSchema>;
export type Resource = Template["Resources"][string];

/** The template of a stack that must exist. */
export function templateOf(templates: ReadonlyMap<string, Template>, stackName: string): Template {
  const template = templates.get(stackName);
  if (template === undefined) throw new Error(`there is no stack ${stackName}`);
  return template;
}

/** The properties of a template's resources of one type. */
export function propertiesOf(template: Template, type: string): Resource["Properties"][] {
  return Object.values(template.Resources)
    .filter((resource) => resource.Type === type)
    .map(({ Properties }) => Properties);
}
