import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import * as z from "zod/mini";
import type { Policy } from "../functions/domain/policy.ts";
import { InvalidInput, parse } from "../functions/runtime/parse.ts";
import { accountIdSchema, mailAddressSchema, policySchema } from "../statemachine/policy.ts";
import { policyDefaults } from "./policy-defaults.ts";

const timeZones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
const regionSchema = z
  .string()
  .check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1"));

const deploymentSchema = z.strictObject({
  organization: z.strictObject({
    id: z.string().check(z.regex(/^o-[a-z0-9]{10,32}$/, "expected an id like o-a1b2c3d4e5")),
    managementAccountId: accountIdSchema,
  }),
  hub: z.strictObject({ accountId: accountIdSchema, region: regionSchema }),
  schedule: z.strictObject({
    time: z
      .string('expected a time in quotes, like "09:00"')
      .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time like "09:00"')),
    timeZone: z.string().check(z.refine((zone) => timeZones.has(zone), "expected an IANA time zone")),
    enabled: z.boolean("expected true or false"),
    /** The start is put somewhere in this window, so that not all of the world starts at nine sharp. */
    flexibleWindowMinutes: z._default(z.int().check(z.minimum(1), z.maximum(1440)), 15),
  }),
  mail: z.strictObject({
    sender: mailAddressSchema,
    region: regionSchema,
    fallbackContact: mailAddressSchema,
    securityContact: mailAddressSchema,
    help: z.string().check(z.minLength(1)),
    allowedDomains: z._default(z.array(z.string()), []),
  }),
  /** Accounts enforced at once. */
  maxConcurrency: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 100),
  memberRole: z._default(
    z.strictObject({ name: z.string().check(z.regex(/^[\w+=,.@-]{1,64}$/, "expected a role name")) }),
    { name: "curfew-member" },
  ),
  /** How long run reports are kept. */
  reportRetentionDays: z._default(z.int().check(z.minimum(30)), 400),
});

/** The settings of one deployment, complete and free of contradictions. */
export type Settings = z.infer<typeof deploymentSchema> & { readonly policy: Policy };

const deploymentFields = new Set(Object.keys(deploymentSchema.shape));

/**
 * Reads a settings file.
 * @throws {InvalidInput} with the file, each offending field, its value and what was expected
 */
export function loadSettings(path: string): Settings {
  return readSettings(parseYaml(readFileSync(path, "utf8")), path);
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
