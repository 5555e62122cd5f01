/**
 * Names that two accounts, or a role and its resource, must agree on. Each name is defined once, here: the member role
 * trusts a function's role by exactly this name.
 */
export const names = {
  hubStack: "curfew-hub",
  mailStack: "curfew-mail",
  memberRolesStack: "curfew-member-roles",
  memberRolesStackSet: "curfew-member-roles",
  rolloutStack: "curfew-rollout",
  delegationStack: "curfew-delegation",
  stateMachine: "curfew",
  restoreStateMachine: "curfew-restore",
  approveStateMachine: "curfew-approve",
  stateMachineRole: "curfew-state-machine",
  restoreStateMachineRole: "curfew-restore-state-machine",
  approveStateMachineRole: "curfew-approve-state-machine",
  ledgerTable: "curfew-ledger",
  /** Each function's execution role has the function's name. */
  schedulerFunction: "curfew-scheduler",
  evaluateFunction: "curfew-evaluate-accounts",
  planFunction: "curfew-plan",
  deactivateFunction: "curfew-deactivate-keys",
  reportFunction: "curfew-report",
  restoreFunction: "curfew-restore",
  approveFunction: "curfew-approve",
  deliveryFunction: "curfew-delivery",
  schedule: "curfew-daily",
  deadLetterQueue: "curfew-dead-letters",
  deliveryDeadLetterQueue: "curfew-delivery-dead-letters",
  configurationSet: "curfew",
  eventDestination: "curfew",
  mailEventsRule: "curfew-mail-events",
  forwardMailEventsRule: "curfew-forward-mail-events",
  alarmTopic: "curfew-alarms",
  chatTopic: "curfew-chat",
  alarmPrefix: "curfew-",
  dashboard: "curfew",
} as const;

/** The roles in the hub account that Curfew creates. */
const hubRoles: ReadonlySet<string> = new Set([
  names.schedulerFunction,
  names.evaluateFunction,
  names.planFunction,
  names.deactivateFunction,
  names.reportFunction,
  names.restoreFunction,
  names.approveFunction,
  names.deliveryFunction,
  names.stateMachineRole,
  names.restoreStateMachineRole,
  names.approveStateMachineRole,
]);

/**
 * Whether a member role would have the name of a role that Curfew creates in the hub account, which has the member
 * roles too. Role names are unique regardless of case (IAM quotas, Name requirements).
 */
export function isHubRole(name: string): boolean {
  return hubRoles.has(name.toLowerCase());
}

/** The bucket's name. Bucket names are global, so it contains the account and the Region. */
export function bucketName(accountId: string, region: string): string {
  return `curfew-runs-${accountId}-${region}`;
}

/** The partition that a Region belongs to: it is part of every ARN. */
export function partitionOf(region: string): string {
  const [, partition] = partitionPrefixes.find(([prefix]) => region.startsWith(prefix)) ?? [];
  return partition ?? "aws";
}

const partitionPrefixes = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["eusc-", "aws-eusc"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
] as const;
