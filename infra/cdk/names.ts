/**
 * Names that two accounts, or a role and its resource, must agree on. Each is built here once: the member
 * role trusts the worker by this very name.
 */
export const names = {
  hubStack: "curfew-hub",
  memberRoleStack: "curfew-member-role",
  rolloutStack: "curfew-rollout",
  delegationStack: "curfew-delegation",
  memberRoleStackSet: "curfew-member-role",
  stateMachine: "curfew",
  stateMachineRole: "curfew-state-machine",
  ledgerTable: "curfew-ledger",
  schedulerFunction: "curfew-scheduler",
  workerFunction: "curfew-worker",
  reportFunction: "curfew-report",
  schedule: "curfew-daily",
  deadLetterQueue: "curfew-dead-letters",
  alarmTopic: "curfew-alarms",
  alarmPrefix: "curfew-",
  dashboard: "curfew",
} as const;

/** The bucket's name; S3 names are global, so it carries account and Region. */
export function bucketName(accountId: string, region: string): string {
  return `curfew-runs-${accountId}-${region}`;
}

/** The partition that a Region belongs to: it is part of every ARN. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
