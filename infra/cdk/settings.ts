import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import * as z from "zod/mini";
import type { Policy } from "../../functions/domain/policy.ts";
import { InvalidInput, parse } from "../../functions/runtime/parse.ts";
import { policySchema } from "../../statemachine/policy.ts";
import { type DeploymentSettings, deploymentSchema } from "./deployment-settings.ts";
import { policyDefaults } from "./policy-defaults.ts";

/** The settings of one deployment, complete and free of contradictions. */
export type Settings = DeploymentSettings & { readonly policy: Policy };

const deploymentFields = new Set(Object.keys(deploymentSchema.shape));

/**
 * Reads a settings file.
 * @throws {InvalidInput} with the file, and each offending field with its value and what was expected
 */
export function loadSettings(path: string): Settings {
  return readSettings(readYaml(path), path);
}

/** A file that is missing or no YAML is the deployer's to mend, so it is told in one line, like a wrong field. */
function readYaml(path: string): unknown {
  try {
    return parseYaml(readFileSync(path, "utf8"));
  } catch (error) {
    const [line = "unreadable"] = error instanceof Error ? error.message.split("\n") : [];
    throw new InvalidInput(path, [line.replace(/:$/, "")], { cause: error });
  }
}

/** Settings from what a settings file says; `file` names it in errors. */
export function readSettings(written: unknown, file: string): Settings {
  const fields = parse(z.looseObject({}), written, file);
  const pick = (own: boolean) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => deploymentFields.has(name) === own));
  const issues: string[] = [];
  const attempt = <Output>(schema: z.ZodMiniType<Output>, value: unknown): Output | undefined => {
    try {
      return parse(schema, value, file);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      issues.push(...error.issues);
      return undefined;
    }
  };
  const deployment = attempt(deploymentSchema, pick(true));
  const contacts =
    deployment === undefined
      ? { fallback: "x@example.com", security: "x@example.com", help: "x" }
      : {
          fallback: deployment.mail.fallbackContact,
          security: deployment.mail.securityContact,
          help: deployment.mail.help,
        };
  const allowedDomains = deployment?.mail.allowedDomains ?? [];
  const policy = attempt(policySchema, {
    ...policyDefaults,
    ...withSelections(pick(false)),
    contacts,
    allowedDomains,
  });
  if (deployment === undefined || policy === undefined) throw new InvalidInput(file, issues);
  return { ...deployment, policy };
}

/** A selection may name only accounts or only units; the other list is then empty. */
function withSelections(fields: Record<string, unknown>): Record<string, unknown> {
  const whole = (selection: unknown) =>
    typeof selection === "object" && selection !== null && !Array.isArray(selection)
      ? { accounts: [], organizationalUnits: [], ...selection }
      : selection;
  const { include, exclude, overrides } = fields;
  return {
    ...fields,
    ...(include === undefined ? {} : { include: whole(include) }),
    ...(exclude === undefined ? {} : { exclude: whole(exclude) }),
    ...(Array.isArray(overrides) ? { overrides: overrides.map(whole) } : {}),
  };
}
