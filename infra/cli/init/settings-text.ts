import { stringify } from "yaml";
import type { Answers } from "./questions.ts";

/** A value as YAML writes it; account IDs and times get quotes, because YAML would read numbers. */
function value(text: string): string {
  return stringify(text, { defaultStringType: /^[\d:]+$/.test(text) ? "QUOTE_DOUBLE" : "PLAIN" }).trim();
}

/**
 * A settings file, with a comment for every value. It starts in report mode.
 * @param schemaFile where editors find the schema, relative to the file
 */
export function settingsText(answers: Answers, schemaFile: string): string {
  const { organizationId, managementAccountId, hubAccountId, region, rootId } = answers;
  const { sender, mailRegion, fallbackContact, securityContact, help, domain, timeZone } = answers;
  return `# yaml-language-server: $schema=${schemaFile}
# The settings of a deployment, written by \`curfew init\`. \`npm run synth\` checks them before it writes anything.
# Account IDs need quotes: without them YAML reads a number and drops leading zeros.

# report: says what it would do; changes and mails nothing. enforce: acts. There is no default.
# Start with report. When a few digests look right, enforce one OU after the other with overrides.
mode: report

organization:
  id: ${value(organizationId)}
  managementAccountId: ${value(managementAccountId)}
  # create: the stack curfew-delegation lets the hub read the Organization. existing: you have a delegation policy
  # (there can be only one) and add the statement to it.
  delegationPolicy: create

# Where Curfew runs: a delegated administrator account (better) or the management account.
hub:
  accountId: ${value(hubAccountId)}
  region: ${value(region)}

# How the member roles get into the accounts: by a StackSet over these OUs, also into accounts that join later.
# An ID like r-… is the root, which is the whole Organization.
rollout:
  method: stackset
  organizationalUnits: [${value(rootId)}]
  # self: the StackSet is in the management account. delegatedAdmin: in one that is registered for StackSets.
  callAs: self
  # both: the role that reads and the role that deactivates. read: enough for report mode.
  roles: both

# When the daily run starts.
schedule:
  time: "09:00"
  timeZone: ${value(timeZone)}
  enabled: true

mail:
  # An address of an identity that is verified in SES in this Region.
  sender: ${value(sender)}
  region: ${value(mailRegion)}
  # Gets every notice whose owner cannot be notified.
  fallbackContact: ${value(fallbackContact)}
  # Is notified of every restore, and gets the digest and the alarms.
  securityContact: ${value(securityContact)}
  # The person or team that owners can ask, as the mails name it.
  help: ${value(help)}
  # Owners are mailed only in these domains.
  allowedDomains: [${value(domain)}]

# What is due on which day of an access key's life. Every user type needs at least one action.
stages:
  - day: 70
    actions: { employee: notify, machine: notify }
  - day: 80
    actions: { employee: notify, machine: notify }
  - day: 90
    actions: { employee: deactivate, machine: notify }

# A deactivation notice is delivered at least this many days before the deactivation. At least 7.
minimumNoticeDays: 10

# Tags of every stack and every resource, for example because a service control policy demands them.
# tags: { team: cloud }

# Every other setting has a default. docs/deploying.md lists them: limits, changeWindow, exclude, overrides, ...
`;
}
