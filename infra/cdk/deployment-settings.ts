import * as z from "zod/mini";
import { accountIdSchema, domainSchema, mailAddressSchema, unitIdSchema } from "../../statemachine/policy.ts";
import { names, partitionOf } from "./names.ts";

const timeZones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);

const regionSchema = z.string().check(
  z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1"),
  z.refine((region) => !/^[a-z]{2}-iso/.test(region), "expected a Region of aws, aws-us-gov or aws-cn"),
);

/** In the hub account the member role lies beside these. */
const hubRoles: ReadonlySet<string> = new Set([
  names.schedulerFunction,
  names.workerFunction,
  names.reportFunction,
  names.stateMachineRole,
]);

const rolloutMethods = 'expected "stackset" or "manual"';

/** How the member role comes into the accounts: by a StackSet over organizational units, or by your own means. */
const rolloutSchema = z.discriminatedUnion(
  "method",
  [
    z.strictObject({
      method: z.literal("stackset", rolloutMethods),
      organizationalUnits: z
        .array(unitIdSchema)
        .check(z.minLength(1, "expected at least one organizational unit or the root")),
      callAs: z._default(z.enum(["self", "delegatedAdmin"], 'expected "self" or "delegatedAdmin"'), "self"),
      region: z.optional(regionSchema),
    }),
    z.strictObject({ method: z.literal("manual", rolloutMethods) }),
  ],
  rolloutMethods,
);

/** What a settings file says about where and how Curfew is deployed; the rest of it is the policy. */
export const deploymentSchema = z
  .strictObject({
    organization: z.strictObject({
      id: z.string().check(z.regex(/^o-[a-z0-9]{10,32}$/, "expected an id like o-a1b2c3d4e5")),
      managementAccountId: accountIdSchema,
      /** An Organization has one delegation policy; where there is one already, ours would replace it. */
      delegationPolicy: z._default(
        z.enum(["create", "existing"], 'expected "create" or "existing"'),
        "create",
      ),
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
      /** The sender's default configuration set in SES, where it has one: SES asks for permission on it. */
      configurationSet: z.optional(
        z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, "expected the name of a configuration set")),
      ),
      fallbackContact: mailAddressSchema,
      securityContact: mailAddressSchema,
      help: z.string().check(z.minLength(1)),
      allowedDomains: z._default(z.array(domainSchema), []),
    }),
    /** Accounts enforced at once. */
    maxConcurrency: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 100),
    memberRole: z._default(
      z.strictObject({
        name: z.string().check(
          z.regex(/^[\w+=,.@-]{1,64}$/, "expected a role name"),
          z.refine((name) => !hubRoles.has(name), "expected another name than that of a role of the hub"),
        ),
      }),
      { name: "curfew-member" },
    ),
    rollout: z._default(rolloutSchema, { method: "manual" }),
    operations: z._default(
      z.strictObject({
        /** Where people open the runbook; each alarm's description links to its section of it. */
        runbookUrl: z
          .string()
          .check(
            z.regex(/^[^\s#]{1,500}$/, "expected an address or path without blanks and without an anchor"),
          ),
      }),
      { runbookUrl: "docs/runbook.md" },
    ),
    /** How long run reports are kept. */
    reportRetentionDays: z._default(z.int().check(z.minimum(30)), 400),
  })
  .check((context) => {
    const { hub, mail, rollout } = context.value;
    const regions = { "mail.region": mail.region, ...rolloutRegion(rollout) };
    for (const [path, region] of Object.entries(regions))
      if (partitionOf(region) !== partitionOf(hub.region))
        context.issues.push({
          code: "custom",
          input: region,
          path: path.split("."),
          message: `expected a Region of the hub's partition, ${partitionOf(hub.region)}`,
        });
  });

function rolloutRegion(rollout: z.infer<typeof rolloutSchema>): Record<string, string> {
  return rollout.method === "stackset" && rollout.region !== undefined
    ? { "rollout.region": rollout.region }
    : {};
}

/** The settings of one deployment, apart from the policy. */
export type DeploymentSettings = z.infer<typeof deploymentSchema>;
