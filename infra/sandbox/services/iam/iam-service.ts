import { AwsError } from "../../cloud/aws-error.ts";
import { queryError, queryResponse, readQuery } from "../../cloud/query-protocol.ts";
import type { Service, ServiceRequest } from "../../cloud/service.ts";
import { PageTokens } from "../page-tokens.ts";
import type { IamAccounts } from "./iam-accounts.ts";
import type { IamCall, IamOperation } from "./iam-operation.ts";
import { keyOperations } from "./key-operations.ts";
import { reportOperations } from "./report-operations.ts";
import { tagOperations } from "./tag-operations.ts";
import { userOperations } from "./user-operations.ts";

const namespace = "https://iam.amazonaws.com/doc/2010-05-08/";

const operations = new Map<string, IamOperation>(
  Object.entries({ ...userOperations, ...tagOperations, ...keyOperations, ...reportOperations }),
);

/** How IAM answers, beyond what its accounts hold. */
export interface IamServiceSettings {
  /** Most items a page, whatever `MaxItems` says: IAM may give fewer (IAM API reference). Default: 1,000. */
  readonly largestPage?: number;
}

/**
 * IAM in the AWS Query protocol: the operations that Curfew calls, and those with which an operator makes
 * users and keys. The account is the one whose principal signed; another account's IAM cannot be called.
 */
export function iamService(accounts: IamAccounts, settings: IamServiceSettings = {}): Service {
  const markers = new PageTokens();
  const callOf = ({ principal }: ServiceRequest): IamCall => ({
    principal,
    account: accounts.of(principal.accountId),
    report: accounts.reportOf(principal.accountId),
    markers,
    largestPage: settings.largestPage ?? 1000,
  });
  return {
    name: "iam",
    operation: (request) => readQuery(request).action,
    authorizations(request) {
      const query = readQuery(request);
      const needed = operationOf(query.action).resource(callOf(request), query);
      return [{ action: `iam:${query.action}`, ...needed }];
    },
    async handle(request) {
      const query = readQuery(request);
      const result = operationOf(query.action).run(callOf(request), query);
      return queryResponse(query.action, namespace, result, request.requestId);
    },
    error: (code, message, status, requestId) => queryError(code, message, status, requestId, namespace),
  };
}

function operationOf(action: string): IamOperation {
  const operation = operations.get(action);
  if (operation !== undefined) return operation;
  throw new AwsError("InvalidAction", `The embedded cloud has no operation ${action} in IAM`);
}
