import { activeEverywhere, isOptIn } from "../../cdk/regions.ts";
import type { Settings } from "../../cdk/settings.ts";
import { type Finding, notAnswered, type Probe } from "./finding.ts";

/** AWS's answers before the first deployment. */
export interface BeforeDeployFacts {
  readonly settings: Settings;
  readonly caller: { readonly accountId: string; readonly region: string };
  /** Whether the hub account is bootstrapped for the CDK. */
  readonly isBootstrapped: Probe<boolean>;
  readonly managementAccountId: Probe<string>;
  /** Whether StackSets may deploy to the accounts of the Organization. */
  readonly trustsStackSets: Probe<boolean>;
  /** The delegation policy of the Organization; `undefined` if there is none. */
  readonly delegationPolicy: Probe<string | undefined>;
  /** Whether these credentials may list the accounts, as in a delegated administrator of an AWS service. */
  readonly mayListAccounts: Probe<boolean>;
  readonly sender: Probe<{ readonly rate: number } | { readonly problem: string }>;
  readonly isSesSandbox: Probe<boolean>;
  readonly lambdaConcurrency: Probe<number>;
  /** Whether STS in the hub's Region accepts these credentials. */
  readonly isRegionEnabled: Probe<boolean>;
}

/** Everything that would stop a deployment or the first run, each with the command that fixes it. */
export function checkBeforeDeploy(facts: BeforeDeployFacts): Finding[] {
  return [
    hub(facts),
    bootstrap(facts),
    ...management(facts),
    ...stackSets(facts),
    ...delegation(facts),
    sender(facts),
    sesAccess(facts),
    concurrency(facts),
    ...region(facts),
  ];
}

function hub({ settings, caller }: BeforeDeployFacts): Finding {
  const { accountId, region: own } = settings.hub;
  const check = "Hub";
  if (accountId === caller.accountId)
    return { check, state: "ok", finding: `account ${accountId}, ${own}; these credentials belong to it` };
  return {
    check,
    state: "problem",
    finding: `hub.accountId is ${accountId}, and these credentials belong to ${caller.accountId}`,
    advice: "Pass a profile of the hub account with --profile, or correct hub.accountId.",
  };
}

function bootstrap({ settings, isBootstrapped }: BeforeDeployFacts): Finding {
  const check = "CDK bootstrap";
  if ("failed" in isBootstrapped) return notAnswered(check, isBootstrapped.failed);
  if (isBootstrapped.answer) return { check, state: "ok", finding: "the hub account is bootstrapped" };
  const { accountId, region: own, bootstrapQualifier } = settings.hub;
  const qualifier = bootstrapQualifier === undefined ? "" : ` --qualifier ${bootstrapQualifier}`;
  // Whatever demands tags of our stacks demands them of the bootstrap stack too.
  const tags = Object.entries(settings.tags).map(([key, value]) => ` --tags "${key}=${value}"`);
  return {
    check,
    state: "problem",
    finding: `account ${accountId} is not bootstrapped for the CDK in ${own}`,
    command: `npx cdk bootstrap aws://${accountId}/${own}${qualifier}${tags.join("")}`,
  };
}

function management({ settings, managementAccountId }: BeforeDeployFacts): Finding[] {
  const check = "Organization";
  if ("failed" in managementAccountId) return [notAnswered(check, managementAccountId.failed)];
  const expected = settings.organization.managementAccountId;
  if (managementAccountId.answer === expected)
    return [{ check, state: "ok", finding: `management account ${expected}` }];
  return [
    {
      check,
      state: "problem",
      finding: `the management account is ${managementAccountId.answer}, and organization.managementAccountId says ${expected}`,
      advice: "Correct the settings.",
    },
  ];
}

function stackSets({ settings, trustsStackSets }: BeforeDeployFacts): Finding[] {
  if (settings.rollout.method !== "stackset") return [];
  const check = "StackSets";
  if ("failed" in trustsStackSets)
    return [askManagement(check, trustsStackSets.failed, "list-aws-service-access-for-organization")];
  if (trustsStackSets.answer)
    return [{ check, state: "ok", finding: "trusted access for StackSets is active" }];
  return [
    {
      check,
      state: "problem",
      finding: "StackSets may not deploy to the Organization: trusted access is not active",
      advice: "Run this in the management account.",
      command: "aws cloudformation activate-organizations-access",
    },
  ];
}

/** A member account may read this only as a delegated administrator (Organizations API reference). */
function askManagement(check: string, failed: string, operation: string): Finding {
  return {
    ...notAnswered(check, failed),
    advice: "Only the management account may read it. Look it up there.",
    command: `aws organizations ${operation} --profile management`,
  };
}

function delegation({ settings, delegationPolicy, mayListAccounts }: BeforeDeployFacts): Finding[] {
  const { organization, hub: own } = settings;
  if (own.accountId === organization.managementAccountId) return [];
  const check = "Delegation policy";
  const isExisting = organization.delegationPolicy === "existing";
  if (isExisting && "answer" in mayListAccounts && mayListAccounts.answer)
    return [{ check, state: "ok", finding: "the hub account may list the accounts of the Organization" }];
  if ("failed" in delegationPolicy)
    return [askManagement(check, delegationPolicy.failed, "describe-resource-policy")];
  const found = delegationPolicy.answer;
  if (isExisting)
    return [
      found?.includes(own.accountId) === true
        ? { check, state: "ok", finding: "the existing policy names the hub account" }
        : {
            check,
            state: "problem",
            finding: "organization.delegationPolicy is existing, and no policy names the hub account",
            advice: "Add Curfew's statement to your policy: docs/deploying.md, Delegation policy.",
          },
    ];
  if (found === undefined)
    return [{ check, state: "ok", finding: "there is none; the stack curfew-delegation creates it" }];
  return [
    {
      check,
      state: found.includes(own.accountId) ? "ok" : "problem",
      finding: "the Organization has a delegation policy already, and can have only one",
      advice:
        "If it is not Curfew's own, set organization.delegationPolicy: existing and add Curfew's statement to it.",
    },
  ];
}

function sender({ settings, sender: found }: BeforeDeployFacts): Finding {
  const check = "Sender";
  const { sender: address, region: own } = settings.mail;
  if ("failed" in found) return notAnswered(check, found.failed);
  if ("rate" in found.answer)
    return { check, state: "ok", finding: `SES sends for ${address}, ${found.answer.rate} mails a second` };
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return {
    check,
    state: "problem",
    finding: found.answer.problem,
    advice: `If the identity is missing, create it and publish the DNS records that SES shows:`,
    command: `aws sesv2 create-email-identity --region ${own} --email-identity ${domain}`,
  };
}

function sesAccess({ settings, isSesSandbox }: BeforeDeployFacts): Finding {
  const check = "SES access";
  if ("failed" in isSesSandbox) return notAnswered(check, isSesSandbox.failed);
  if (!isSesSandbox.answer) return { check, state: "ok", finding: "production access" };
  return {
    check,
    state: "warning",
    finding: "the account is in the SES sandbox: only verified addresses get mail, so only report mode works",
    advice: "Request production access. A person at AWS answers, usually within a day.",
    command: `aws sesv2 put-account-details --region ${settings.mail.region} --production-access-enabled --mail-type TRANSACTIONAL --website-url <your website>`,
  };
}

/** The other functions need a few executions in addition to those of the Map. */
const spareExecutions = 10;

function concurrency({ settings, lambdaConcurrency }: BeforeDeployFacts): Finding {
  const check = "Lambda concurrency";
  if ("failed" in lambdaConcurrency) return notAnswered(check, lambdaConcurrency.failed);
  const needed = settings.maxConcurrency + spareExecutions;
  const finding = `${lambdaConcurrency.answer} executions unreserved; maxConcurrency ${settings.maxConcurrency} needs ${needed}`;
  if (lambdaConcurrency.answer >= needed) return { check, state: "ok", finding };
  return {
    check,
    state: "problem",
    finding,
    advice: "Lower maxConcurrency in the settings, or request a higher quota (L-B99A9384).",
    command: `aws service-quotas request-service-quota-increase --region ${settings.hub.region} --service-code lambda --quota-code L-B99A9384 --desired-value 1000`,
  };
}

function region({ settings, isRegionEnabled }: BeforeDeployFacts): Finding[] {
  const check = "Region";
  const { region: own, stsRegion } = settings.hub;
  if ("failed" in isRegionEnabled) return [notAnswered(check, isRegionEnabled.failed)];
  if (!isRegionEnabled.answer)
    return [
      {
        check,
        state: "problem",
        finding: `${own} is not enabled in the hub account`,
        command: `aws account enable-region --region-name ${own}`,
      },
    ];
  if (isOptIn(stsRegion))
    return [
      {
        check,
        state: "warning",
        finding: `hub.stsRegion is ${stsRegion}, an opt-in Region: every member account must have enabled it`,
        advice: `Use ${activeEverywhere(stsRegion)}, which is active everywhere.`,
      },
    ];
  return [{ check, state: "ok", finding: `${own} is enabled; STS is called in ${stsRegion}` }];
}
