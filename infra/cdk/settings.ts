import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import type { Contacts, Policy } from "../../functions/domain/policy.ts";
import { policyContradictions } from "../../functions/domain/policy-contradictions.ts";
import { InvalidInput, parse } from "../../functions/runtime/parse.ts";
import { deploymentContradictions } from "./deployment-contradictions.ts";
import type { DeploymentSettings } from "./deployment-settings.ts";
import { activeEverywhere } from "./regions.ts";
import { type SettingsFile, settingsFileSchema } from "./settings-file.ts";
import { settingsHint } from "./settings-hint.ts";

/** The settings of one deployment, complete and free of contradictions; `mail.templates` is an absolute path. */
export type Settings = DeploymentSettings & {
  readonly hub: DeploymentSettings["hub"] & { readonly stsRegion: string };
  readonly policy: Policy;
};

/**
 * Reads a settings file.
 * @throws {InvalidInput} with the file, and each wrong field with its value, what is expected and an example
 */
export function loadSettings(path: string): Settings {
  return readSettings(readYaml(path), path);
}

/** The deployer has to fix a file that is missing or is not YAML, so the error is one line, as for a wrong field. */
function readYaml(path: string): unknown {
  try {
    const written: unknown = parseYaml(readFileSync(path, "utf8"));
    if (written === null) throw new Error("the file is empty. curfew init writes one");
    return written;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new InvalidInput(path, ["there is no such file. curfew init writes one"], { cause: error });
    const [line = "unreadable"] = error instanceof Error ? error.message.split("\n") : [];
    throw new InvalidInput(path, [line.replace(/:$/, "")], { cause: error });
  }
}

/**
 * Settings from the content of a settings file; `file` names it in errors, and `mail.templates` is relative to it.
 * @throws {InvalidInput} as `loadSettings`; contradictions between fields come once each field is right
 */
export function readSettings(written: unknown, file: string): Settings {
  const read = parse(consistentFile, written, file, settingsHint);
  const policy = policyOf(read);
  const deployment = deploymentOf(read);
  const { hub, mail } = deployment;
  const { templates } = mail;
  return {
    ...deployment,
    hub: { ...hub, stsRegion: hub.stsRegion ?? activeEverywhere(hub.region) },
    mail: { ...mail, ...(templates && { templates: resolve(dirname(file), templates) }) },
    policy,
  };
}

/** A settings file in which each field is right, and no field contradicts another. */
const consistentFile = settingsFileSchema.check((context) => {
  const policy = policyOf(context.value);
  const found = [
    ...deploymentContradictions(deploymentOf(context.value), policy),
    ...policyContradictions(policy),
  ];
  for (const { path, message } of found)
    context.issues.push({
      code: "custom",
      input: context.value,
      path: [...path],
      message,
      params: { isContradiction: true },
    });
});

/** The fields of the file that are not the policy's own. */
function deploymentOf(file: SettingsFile): DeploymentSettings {
  const { organization, hub, schedule, mail, maxConcurrency, memberRoles, rollout } = file;
  const { operations, reportRetentionDays, tags } = file;
  return {
    ...{ organization, hub, schedule, mail, maxConcurrency, memberRoles, rollout },
    ...{ operations, reportRetentionDays, tags },
  };
}

/** The policy that a settings file states; the functions read it from their bundles. */
function policyOf(file: SettingsFile): Policy {
  const { mail } = file;
  const { displayName, replyTo, company } = mail;
  const { mode, stages, minimumNoticeDays, noticeValidDays, remindEveryDays, maxExemptionDays } = file;
  const { onboardingDays, userTypes, tagNames, changeWindow, limits, include, exclude } = file;
  return {
    ...{ mode, stages, minimumNoticeDays, noticeValidDays, remindEveryDays, maxExemptionDays },
    ...{ onboardingDays, userTypes, tagNames, changeWindow, limits, include, exclude },
    contacts: {
      fallback: mail.fallbackContact,
      security: mail.securityContact,
      digestTo: mail.digestTo ?? [mail.securityContact],
      help: mail.help,
    },
    allowedDomains: mail.allowedDomains,
    mail: { displayName, ...(replyTo && { replyTo }), ...(company && { company }) },
    overrides: file.overrides.map(({ contacts, mode: otherMode, stages: otherStages, ...selection }) => ({
      ...selection,
      ...(otherMode && { mode: otherMode }),
      ...(otherStages && { stages: otherStages }),
      ...(contacts && { contacts: contactsOf(contacts) }),
    })),
  };
}

function contactsOf(written: NonNullable<SettingsFile["overrides"][number]["contacts"]>): Partial<Contacts> {
  const { fallbackContact, securityContact, digestTo, help } = written;
  return {
    ...(fallbackContact && { fallback: fallbackContact }),
    ...(securityContact && { security: securityContact }),
    ...(digestTo && { digestTo }),
    ...(help && { help }),
  };
}
