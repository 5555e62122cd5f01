import { AwsError } from "../../cloud/aws-error.ts";
import type { Identities, RoleRecord } from "../../cloud/identities.ts";
import { evaluateTrust } from "../../cloud/policy-evaluation.ts";
import type { XmlValue } from "../../cloud/query-protocol.ts";
import { requestContext } from "../../cloud/request-context.ts";
import type { Authorization, Principal, ServiceRequest } from "../../cloud/service.ts";
import type { AssumeRoleInput } from "./assume-role-input.ts";
import { callerId } from "./caller-id.ts";

/** What STS asks of the rest of the cloud. */
export interface StsWorld {
  readonly identities: Identities;
  /** The Organization an account is a member of, or `undefined` if it is in none. */
  readonly organizationIdOf: (accountId: string) => string | undefined;
  /** As Organizations knows it: `ACTIVE`, `SUSPENDED`, …; `undefined` for an account outside. */
  readonly accountState: (accountId: string) => string | undefined;
  /** Whether a Region is enabled in an account. */
  readonly isRegionEnabled: (accountId: string, region: string) => boolean;
  /** Whether roles in an account can no longer be assumed although its state allows it. */
  readonly refusesRoles: (accountId: string) => boolean;
}

/** In these states an account cannot be used (Organizations user guide, "Monitor the state of your accounts"). */
const unusableStates = new Set(["SUSPENDED", "CLOSED", "PENDING_ACTIVATION"]);

/** The most that a role session may ask for (IAM user guide, "Roles terms and concepts", role chaining). */
const chainingLimitSeconds = 3600;

/**
 * What the caller's own policies must allow: `sts:AssumeRole` on the role, in the Organization of the
 * role's account.
 */
export function assumeRoleAuthorization(input: AssumeRoleInput, world: StsWorld): Authorization {
  const organizationId = world.organizationIdOf(input.accountId);
  return {
    action: "sts:AssumeRole",
    resource: input.roleArn,
    context: {
      ...roleContext(input),
      "aws:ResourceAccount": input.accountId,
      ...(organizationId === undefined ? {} : { "aws:ResourceOrgID": organizationId }),
    },
  };
}

/**
 * Assumes a role for a caller whose own policies allow it. The role must trust the caller too; within one
 * account AWS lets a trust policy that names the caller's role suffice, here both are always asked. A role
 * that does not exist, one that trusts others and one in an unusable account answer alike, as in AWS.
 * @throws {AwsError} AccessDenied, RegionDisabledException, ValidationError
 */
export function assumeRole(input: AssumeRoleInput, request: ServiceRequest, world: StsWorld): XmlValue {
  const { principal: caller } = request;
  if (caller.kind === "root")
    throw new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", 403);
  checkRegion(input.accountId, request.region, world);
  const role = world.identities.role(input.roleArn);
  if (role === undefined || !isUsable(input.accountId, world) || !trusts(role, request, input, world))
    throw new AwsError(
      "AccessDenied",
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.roleArn}`,
      403,
    );
  checkDuration(input.durationSeconds, caller, role);
  const session = world.identities.issueSession(
    role,
    input.sessionName,
    input.durationSeconds,
    input.sessionPolicy,
  );
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiresAt,
    },
    AssumedRoleUser: { AssumedRoleId: callerId(session.principal), Arn: session.principal.arn },
    PackedPolicySize: input.packedPolicySize,
  };
}

/**
 * The Region of the STS endpoint must be enabled in the account of the role; the caller's own does not matter
 * (IAM user guide, "Activating and deactivating AWS STS in an AWS Region"). The signature names the Region.
 */
function checkRegion(accountId: string, region: string, world: StsWorld): void {
  if (world.isRegionEnabled(accountId, region)) return;
  throw new AwsError(
    "RegionDisabledException",
    `STS is not activated in this region for account:${accountId}. Your account administrator can activate STS in this region using the IAM Console.`,
    403,
  );
}

function isUsable(accountId: string, world: StsWorld): boolean {
  if (world.refusesRoles(accountId)) return false;
  const state = world.accountState(accountId);
  return state === undefined || !unusableStates.has(state);
}

function trusts(role: RoleRecord, request: ServiceRequest, input: AssumeRoleInput, world: StsWorld): boolean {
  const { principal } = request;
  const context = {
    ...requestContext(request, world.organizationIdOf(principal.accountId)),
    ...roleContext(input),
  };
  return evaluateTrust(role.trustPolicy, "sts:AssumeRole", principal, context).allowed;
}

/** The condition keys of the call itself (IAM user guide, "Available keys for AWS STS"). */
function roleContext({ externalId, sessionName }: AssumeRoleInput): Record<string, string> {
  return {
    "sts:RoleSessionName": sessionName,
    ...(externalId === undefined ? {} : { "sts:ExternalId": externalId }),
  };
}

/** Too long a duration is refused, never shortened (STS API reference, AssumeRole, DurationSeconds). */
function checkDuration(seconds: number, caller: Principal, role: RoleRecord): void {
  if (caller.kind === "assumedRole" && seconds > chainingLimitSeconds)
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  if (seconds > role.maxSessionSeconds)
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
}
