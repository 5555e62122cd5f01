import * as z from "zod/mini";
import { longestPlanUseDays } from "../../functions/domain/approval.ts";
import { withLowerCaseDomain } from "../../functions/domain/mail-address.ts";
import { domainSchema, mailAddressSchema, mailStyleShape, ouIdSchema } from "../../statemachine/policy.ts";
import { account, described, iamName, isTimeZone, region } from "./settings-fields.ts";
import { tagsSchema } from "./settings-tags.ts";

/** Contacts as the settings file names them, at the top and in overrides. */
export const contactFields = {
  fallbackContact: mailAddressSchema.check(
    described("Gets every notice whose owner cannot be notified.", "cloud-team@example.com"),
  ),
  securityContact: mailAddressSchema.check(
    described("Is notified of every restore, and gets the alarms.", "security@example.com"),
  ),
  digestTo: z
    .array(mailAddressSchema)
    .check(
      z.minLength(1, "expected at least one mail address"),
      described("Who gets the digest of each run."),
    ),
  help: z
    .string()
    .check(
      z.minLength(1),
      described("The person or team that owners can ask, as the mails name it.", "the IT support team"),
    ),
};

const rolloutMethods = 'expected "stackset" or "manual"';

/** Report mode needs only the role that reads. */
const roles = z._default(z.enum(["both", "read"], 'expected "both" or "read"'), "both");

const rolloutSchema = z.discriminatedUnion(
  "method",
  [
    z.strictObject({
      method: z.literal("stackset", rolloutMethods),
      organizationalUnits: z
        .array(ouIdSchema)
        .check(z.minLength(1, "expected at least one organizational unit or the root")),
      callAs: z._default(z.enum(["self", "delegatedAdmin"], 'expected "self" or "delegatedAdmin"'), "self"),
      region: z.optional(region("The Region in which each account holds its stack.")),
      roles,
    }),
    z.strictObject({ method: z.literal("manual", rolloutMethods), roles }),
  ],
  rolloutMethods,
);

const configurationSetSchema = z.union(
  [
    z.literal("create"),
    z.strictObject({
      existing: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, "expected a configuration set's name")),
    }),
  ],
  'expected "create" or the name of yours, as { existing: my-configuration-set }',
);

/** The part of a settings file about where and how Curfew is deployed. The rest is the policy. */
export const deploymentFields = {
  organization: z.strictObject({
    id: z
      .string()
      .check(
        z.regex(/^o-[a-z0-9]{10,32}$/, "expected an ID like o-a1b2c3d4e5"),
        described("", "o-a1b2c3d4e5"),
      ),
    managementAccountId: account("The management account of the Organization."),
    delegationPolicy: z
      ._default(z.enum(["create", "existing"], 'expected "create" or "existing"'), "create")
      .check(
        described(
          "An Organization has one delegation policy. `existing`: you have one and add Curfew's statement yourself.",
        ),
      ),
  }),
  hub: z.strictObject({
    accountId: account("Where Curfew runs: a delegated administrator account, or the management account."),
    region: region("Where Curfew runs."),
    stsRegion: z.optional(
      region(
        "The Region of the STS endpoint; must be active in every member account. Default: the hub's Region.",
      ),
    ),
    permissionsBoundary: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/,
            "expected the ARN of a managed policy",
          ),
          described(
            "Permissions boundary of every role in the hub account.",
            "arn:aws:iam::444455556666:policy/boundary",
          ),
        ),
    ),
    bootstrapQualifier: z.optional(
      z.string().check(
        // The bootstrap stack names a bucket by it, so it has no capital letters and no underscore.
        z.regex(/^[a-z0-9-]{1,10}$/, "expected 1 to 10 lower-case letters, digits and hyphens"),
        described("Qualifier of the CDK bootstrap stack of the hub account.", "hnb659fds"),
      ),
    ),
  }),
  schedule: z.strictObject({
    time: z
      .string('expected a time in quotes, like "09:00"')
      .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time like "09:00"'), described("", "09:00")),
    timeZone: z
      .string()
      .check(
        z.refine(isTimeZone, "expected an IANA time zone like Europe/Berlin"),
        described("", "Europe/Berlin"),
      ),
    enabled: z.boolean("expected true or false"),
    flexibleWindowMinutes: z
      ._default(z.int().check(z.minimum(1), z.maximum(1440)), 15)
      .check(described("The run starts at some minute of this window.")),
  }),
  mail: z.strictObject({
    // SES ignores the case of domains, IAM compares the identity's ARN as text.
    sender: mailAddressSchema.check(
      z.overwrite(withLowerCaseDomain),
      described("An address of an identity that is verified in SES in `mail.region`.", "curfew@example.com"),
    ),
    region: region("Where SES sends the mails."),
    displayName: z._default(mailStyleShape.displayName, "Curfew"),
    replyTo: mailStyleShape.replyTo,
    company: mailStyleShape.company,
    configurationSet: z
      ._default(configurationSetSchema, "create")
      .check(described("The SES configuration set that every mail is sent with.", "create")),
    templates: z.optional(
      z
        .string()
        .check(
          z.minLength(1, "expected a directory"),
          described(
            "A directory, relative to this file, whose templates replace built-in texts of the mails.",
            "templates",
          ),
        ),
    ),
    ...contactFields,
    digestTo: z.optional(contactFields.digestTo),
    allowedDomains: z._default(z.array(domainSchema), []),
  }),
  maxConcurrency: z
    ._default(z.int().check(z.minimum(1), z.maximum(1000)), 100)
    .check(described("How many accounts are evaluated at the same time.")),
  memberRoles: z.prefault(
    z.strictObject({
      read: z._default(iamName("a role"), "curfew-read"),
      deactivate: z._default(iamName("a role"), "curfew-deactivate"),
      permissionsBoundary: z.optional(
        z
          .string()
          .check(
            z.regex(
              /^([!-.0-~]{1,510}\/)?[\w+=,.@-]{1,128}$/,
              "expected the name of a managed policy, with its path if it has one: boundaries/curfew",
            ),
            described("A managed policy of this name in each member account.", "boundaries/curfew"),
          ),
      ),
    }),
    {},
  ),
  rollout: z._default(rolloutSchema, { method: "manual", roles: "both" }),
  operations: z.prefault(
    z.strictObject({
      runbookUrl: z
        ._default(
          z
            .string()
            .check(
              z.regex(/^[^\s#]{1,500}$/, "expected an address or path without spaces and without an anchor"),
            ),
          "docs/runbook.md",
        )
        .check(described("Where people open the runbook; each alarm links to its section.")),
      chatTopic: z
        ._default(z.boolean("expected true or false"), false)
        .check(described("Creates an SNS topic for Amazon Q Developer in chat applications.")),
    }),
    {},
  ),
  reportRetentionDays: z
    ._default(
      z
        .int("expected a whole number of days")
        .check(
          z.minimum(
            longestPlanUseDays,
            `expected at least ${longestPlanUseDays} days: an approval needs its plan until then`,
          ),
          z.maximum(36_500, "expected at most 36,500 days"),
        ),
      400,
    )
    .check(described("How long run reports and restore results are kept.")),
  tags: z._default(tagsSchema, {}),
};

/** The deployment part of a settings file. */
export const deploymentSchema = z.strictObject(deploymentFields);

/** The settings of one deployment, apart from the policy. */
export type DeploymentSettings = z.infer<typeof deploymentSchema>;
