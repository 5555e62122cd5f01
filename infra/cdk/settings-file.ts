import * as z from "zod/mini";
import {
  changeWindowShape,
  limitsShape,
  modeSchema,
  policyShape,
  selectionShape,
  stagesSchema,
} from "../../statemachine/policy.ts";
import { contactFields, deploymentFields } from "./deployment-settings.ts";
import { policyDefaults as defaults } from "./policy-defaults.ts";
import { described } from "./settings-fields.ts";

const selectionFields = {
  accounts: z._default(selectionShape.accounts, []),
  organizationalUnits: z._default(selectionShape.organizationalUnits, []),
};

const overrideSchema = z.strictObject({
  ...selectionFields,
  mode: z.optional(modeSchema),
  stages: z.optional(stagesSchema),
  contacts: z.optional(z.partial(z.strictObject(contactFields))),
});

/**
 * A settings file as people write it. `settings.schema.json` is made from it, for editors.
 */
export const settingsFileSchema = z.strictObject({
  mode: policyShape.mode.check(
    described("`report` changes and mails nothing; `enforce` acts. There is no default.", "report"),
  ),
  ...deploymentFields,
  stages: z
    .prefault(stagesSchema, [...defaults.stages])
    .check(described("What is due on which day of an access key's life.")),
  minimumNoticeDays: z
    ._default(policyShape.minimumNoticeDays, defaults.minimumNoticeDays)
    .check(described("A deactivation notice is delivered at least this many days before the deactivation.")),
  noticeValidDays: z
    ._default(policyShape.noticeValidDays, defaults.noticeValidDays)
    .check(described("A deactivation notice is stale this many days after the day that it named.")),
  remindEveryDays: z
    ._default(policyShape.remindEveryDays, defaults.remindEveryDays)
    .check(described("After the last stage the owner of an active key is reminded at this interval.")),
  maxExemptionDays: z
    ._default(policyShape.maxExemptionDays, defaults.maxExemptionDays)
    .check(described("An exemption tag that ends later than this many days from today is not accepted.")),
  onboardingDays: z
    ._default(policyShape.onboardingDays, defaults.onboardingDays)
    .check(described("For this many days an account that joined may be without the member roles.")),
  userTypes: z._default(policyShape.userTypes, {
    employee: { tagValues: [...defaults.userTypes.employee.tagValues] },
    machine: { tagValues: [...defaults.userTypes.machine.tagValues] },
  }),
  tagNames: z.prefault(
    z.strictObject({
      email: z._default(policyShape.tagNames.shape.email, defaults.tagNames.email),
      userType: z._default(policyShape.tagNames.shape.userType, defaults.tagNames.userType),
      exempt: z._default(policyShape.tagNames.shape.exempt, defaults.tagNames.exempt),
    }),
    {},
  ),
  changeWindow: z
    .prefault(
      z.strictObject({
        weekdays: z._default(changeWindowShape.weekdays, []),
        closed: z._default(changeWindowShape.closed, []),
      }),
      {},
    )
    .check(described("When keys may be deactivated, in UTC weekdays and dates. Default: always.")),
  limits: z
    .prefault(
      z.strictObject({
        ...limitsShape,
        maxUnreachablePercent: z._default(
          limitsShape.maxUnreachablePercent,
          defaults.limits.maxUnreachablePercent,
        ),
      }),
      {},
    )
    .check(described("How many keys may be deactivated, and when somebody has to approve.")),
  include: z.prefault(z.strictObject(selectionFields), {}),
  exclude: z.prefault(z.strictObject(selectionFields), {}),
  overrides: z._default(z.array(overrideSchema), []),
});

/** A settings file, with the defaults filled in. */
export type SettingsFile = z.infer<typeof settingsFileSchema>;
