import { AwsError } from "../../cloud/aws-error.ts";
import { jsonBody, jsonError, jsonOperation, jsonResponse } from "../../cloud/json-protocol.ts";
import { evaluateResource } from "../../cloud/policy-evaluation.ts";
import { requestContext } from "../../cloud/request-context.ts";
import type { Service, ServiceRequest } from "../../cloud/service.ts";
import { PageTokens } from "../page-tokens.ts";
import {
  type OrganizationsCall,
  type OrganizationsOperation,
  organizationsOperations,
} from "./organization-operations.ts";
import type { OrganizationTree } from "./organization-tree.ts";

/** How Organizations answers, beyond what its tree holds. */
export interface OrganizationsSettings {
  /** Whether accounts come with `Paths`; older answers and other partitions have none. Default: yes. */
  readonly withPaths?: boolean;
  /** After this many pages in a row, an empty page follows; 0 means never. Default: 2. */
  readonly emptyPageAfter?: number;
}

/**
 * Organizations in the AWS JSON 1.1 protocol: what reads the tree. As in AWS, only the management account, delegated
 * administrators and the principals of the delegation policy may read it, whatever their own policies say; any member
 * may describe the Organization.
 */
export function organizationsService(tree: OrganizationTree, settings: OrganizationsSettings = {}): Service {
  const { withPaths = true, emptyPageAfter = 2 } = settings;
  const call: OrganizationsCall = { tree, withPaths, paging: { tokens: new PageTokens(), emptyPageAfter } };
  return {
    name: "organizations",
    operation: jsonOperation,
    authorizations(request) {
      const name = jsonOperation(request);
      const resource = operationOf(name).resource(tree, jsonBody(request));
      return [{ action: `organizations:${name}`, resource }];
    },
    async handle(request) {
      const operation = operationOf(jsonOperation(request));
      checkCaller(tree, request, operation);
      return jsonResponse(operation.run(call, jsonBody(request)), request.requestId, "1.1");
    },
    error: (code, message, status, requestId) => jsonError(code, message, status, requestId, "1.1"),
  };
}

function operationOf(name: string): OrganizationsOperation {
  const operation = organizationsOperations.get(name);
  if (operation !== undefined) return operation;
  throw new AwsError(
    "UnknownOperationException",
    `The embedded cloud has no operation ${name} in Organizations`,
  );
}

/** @throws {AwsError} for an account that may not read the Organization, whatever its own policies say */
function checkCaller(
  tree: OrganizationTree,
  request: ServiceRequest,
  operation: OrganizationsOperation,
): void {
  const { accountId } = request.principal;
  if (tree.organizationIdOf(accountId) === undefined)
    throw new AwsError(
      "AWSOrganizationsNotInUseException",
      "Your account is not a member of an organization.",
    );
  if (operation.forEveryMember || tree.mayRead(accountId) || isDelegated(tree, request, operation)) return;
  throw new AwsError("AccessDeniedException", "You don't have permissions to access this resource.");
}

/** Whether the delegation policy lets the caller do it (Organizations user guide, "Delegated administrator for AWS Organizations"). */
function isDelegated(
  tree: OrganizationTree,
  request: ServiceRequest,
  { resource }: OrganizationsOperation,
): boolean {
  if (tree.delegationPolicy === undefined) return false;
  const authorization = {
    action: `organizations:${jsonOperation(request)}`,
    resource: resource(tree, jsonBody(request)),
  };
  const context = requestContext(request, tree.organizationIdOf(request.principal.accountId));
  return evaluateResource(tree.delegationPolicy, authorization, request.principal, context).allowed;
}
