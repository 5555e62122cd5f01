import type { SesOperation } from "../services/ses/ses-call.ts";
import type { Limit, Throttle } from "./throttle.ts";

/**
 * Organizations user guide, "Quotas and service limits", throttling: by account, in calls a second and in the
 * burst. The higher limits for the whole Organization are not modelled: Curfew calls from one account.
 */
const organizations: Readonly<Record<string, Limit>> = {
  ListAccounts: { rate: 8, burst: 12 },
  DescribeAccount: { rate: 20, burst: 30 },
  ListAccountsForParent: { rate: 5, burst: 8 },
  ListParents: { rate: 5, burst: 8 },
  ListOrganizationalUnitsForParent: { rate: 5, burst: 8 },
  ListChildren: { rate: 6, burst: 10 },
  ListRoots: { rate: 1, burst: 2 },
  DescribeOrganization: { rate: 1, burst: 2 },
};

/**
 * SES allows one call a second of each operation but SendEmail, which has the account's own rate (SES developer guide,
 * Service quotas, "Sending quotas" and "API throttling").
 */
const sesOperations = [
  "GetAccount",
  "GetEmailIdentity",
  "ListEmailIdentities",
  "GetConfigurationSet",
  "GetConfigurationSetEventDestinations",
  "PutSuppressedDestination",
  "GetSuppressedDestination",
  "DeleteSuppressedDestination",
] as const satisfies readonly SesOperation[];
const ses: Limit = { rate: 1, burst: 1 };

/** AWS does not publish the rates of IAM. This is a guess on the low side, for each operation and account. */
const iam: Limit = { rate: 20, burst: 40 };

/** All calls of an account share this rate, and AssumeRole counts for the caller's account (IAM and STS quotas). */
const sts: Limit = { rate: 600, burst: 600 };

/** Sets the rates that AWS documents, and a conservative one where it documents none. */
export function setDocumentedRates(throttle: Throttle): void {
  for (const [operation, limit] of Object.entries(organizations))
    throttle.setLimit({ service: "organizations", operation }, limit);
  for (const operation of sesOperations) throttle.setLimit({ service: "ses", operation }, ses);
  throttle.setLimit({ service: "iam", eachOperation: true }, iam);
  throttle.setLimit({ service: "sts" }, sts);
}
