import * as z from "zod/mini";
import { isDay } from "../functions/domain/calendar-day.ts";
import { isMailAddress } from "../functions/domain/mail-address.ts";
import { mostPerAccount } from "../functions/domain/pace.ts";
import { type Policy, weekdays } from "../functions/domain/policy.ts";
import { policyContradictions } from "../functions/domain/policy-contradictions.ts";

/** The ID of an AWS account. A number would lose its leading zeros. */
export const accountIdSchema = z
  .string("expected 12 digits in quotes")
  .check(z.regex(/^\d{12}$/, "expected 12 digits"));

/** A calendar day, `YYYY-MM-DD`. */
export const daySchema = z.string().check(z.refine(isDay, "expected a day that exists, as YYYY-MM-DD"));

/**
 * A day for `asOf`. IAM users and Curfew's ledger are younger than the first year. From the last
 * year, the days of the policy still have four-digit years.
 */
export const evaluatedDaySchema = z
  .string()
  .check(
    z.refine(
      (text) => isDay(text) && text >= "2010-01-01" && text <= "2199-12-31",
      "expected a day that exists, as YYYY-MM-DD, from 2010 to 2199",
    ),
  );

/** One mail address, ASCII, without a display name. */
export const mailAddressSchema = z.string().check(z.refine(isMailAddress, "expected one mail address"));

/** The ID of an organizational unit or of a root. */
export const ouIdSchema = z
  .string()
  .check(
    z.regex(
      /^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/,
      "expected an id like ou-a1b2-12345678 or r-a1b2",
    ),
  );

/** `report` or `enforce`. A missing mode is an error: a forgotten setting must never deactivate keys. */
export const modeSchema = z.enum(["report", "enforce"], 'expected "report" or "enforce"');

/** At most ten years: with much larger numbers, the calculation of days would fail in every run. */
const mostDays = z.maximum(3_650, "expected at most 3,650 days");

/** A number of days, 1 to 3,650. */
export const wholeDays = z
  .int("expected a whole number of days")
  .check(z.minimum(1, "expected at least 1 day"), mostDays);

const stageSchema = z.strictObject({
  day: wholeDays,
  actions: z.record(z.string(), z.enum(["notify", "deactivate"], 'expected "notify" or "deactivate"')),
});

/** Stages of a policy. `policyContradictions` checks them together. */
export const stagesSchema = z.array(stageSchema).check(z.minLength(1, "expected at least one stage"));

/** An IAM tag key (IAM API reference, Tag: 1 to 128 characters of this alphabet). */
const tagKeySchema = z
  .string()
  .check(
    z.regex(
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
      "expected 1 to 128 characters that IAM allows in a tag key",
    ),
  );

/** A mail domain. It includes its subdomains. */
export const domainSchema = z
  .string()
  .check(z.regex(/^([a-z0-9-]+\.)+[a-z0-9-]+$/i, "expected a domain like example.com"));

/** Accounts and OUs that a setting applies to. */
export const selectionShape = {
  accounts: z.array(accountIdSchema),
  organizationalUnits: z.array(ouIdSchema),
};

/** An IAM tag value without spaces around it, so that it can be compared (IAM API reference, Tag). */
const tagValueSchema = z
  .string()
  .check(
    z.refine(
      (value) => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u.test(value) && value.trim() === value,
      "expected 1 to 256 characters that IAM allows in a tag value, without blanks around them",
    ),
  );

const contactsShape = {
  fallback: mailAddressSchema,
  security: mailAddressSchema,
  digestTo: z.array(mailAddressSchema).check(z.minLength(1, "expected at least one mail address")),
  help: z.string().check(z.minLength(1)),
};

/** The fields of a change window. */
export const changeWindowShape = {
  weekdays: z.array(z.enum(weekdays, "expected a weekday like monday")),
  closed: z.array(
    z
      .strictObject({ from: daySchema, to: daySchema })
      .check(z.refine(({ from, to }) => from <= to, "expected `from` on or before `to`")),
  ),
};

const wholeKeys = z.int("expected a whole number of keys").check(z.minimum(1, "expected at least 1 key"));

/** The fields of the limits. */
export const limitsShape = {
  deactivationsPerDay: z.optional(wholeKeys),
  deactivationsPerDayAndAccount: z.optional(
    wholeKeys.check(
      z.maximum(
        mostPerAccount,
        `expected at most ${mostPerAccount}: the keys of an account are passed in 256 KiB`,
      ),
    ),
  ),
  approvalAbove: z.optional(z.int("expected a whole number of keys").check(z.minimum(0))),
  maxUnreachablePercent: z
    .number("expected a number of percent")
    .check(z.minimum(0, "expected 0 to 100"), z.maximum(100, "expected 0 to 100")),
};

/** How mails name their sender. */
export const mailStyleShape = {
  displayName: z.string().check(z.minLength(1), z.maxLength(100)),
  replyTo: z.optional(mailAddressSchema),
  company: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
};

/** The fields of a policy that a settings file also has, with the same names. */
export const policyShape = {
  mode: modeSchema,
  minimumNoticeDays: z
    .int("expected a whole number of days")
    .check(z.minimum(7, "expected at least 7 days: owners need a week"), mostDays),
  noticeValidDays: wholeDays,
  remindEveryDays: wholeDays,
  maxExemptionDays: wholeDays,
  onboardingDays: z.int("expected a whole number of days").check(z.minimum(0), mostDays),
  userTypes: z.record(
    z.string(),
    z.strictObject({
      tagValues: z.array(tagValueSchema).check(z.minLength(1, "expected at least one tag value")),
    }),
  ),
  tagNames: z.strictObject({ email: tagKeySchema, userType: tagKeySchema, exempt: tagKeySchema }),
};

/** The rules for evaluating keys. The synth and the functions use the same schema. */
export const policySchema: z.ZodMiniType<Policy> = z
  .strictObject({
    ...policyShape,
    stages: stagesSchema,
    contacts: z.strictObject(contactsShape),
    allowedDomains: z.array(domainSchema),
    changeWindow: z.strictObject(changeWindowShape),
    limits: z.strictObject(limitsShape),
    mail: z.strictObject(mailStyleShape),
    include: z.strictObject(selectionShape),
    exclude: z.strictObject(selectionShape),
    overrides: z.array(
      z.strictObject({
        ...selectionShape,
        mode: z.optional(modeSchema),
        stages: z.optional(stagesSchema),
        contacts: z.optional(z.partial(z.strictObject(contactsShape))),
      }),
    ),
  })
  .check((context) => {
    for (const { path, message } of policyContradictions(context.value))
      context.issues.push({ code: "custom", input: context.value, path: [...path], message });
  });
