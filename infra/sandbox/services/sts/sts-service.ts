import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { queryError, queryResponse, readQuery } from "../../cloud/query-protocol.ts";
import type { Service } from "../../cloud/service.ts";
import { queryInput } from "../query-input.ts";
import { assumeRole, assumeRoleAuthorization, type StsWorld } from "./assume-role.ts";
import { assumeRoleInput } from "./assume-role-input.ts";
import { callerId } from "./caller-id.ts";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

/** STS in the AWS Query protocol: AssumeRole, and GetCallerIdentity, which nobody needs a permission for. */
export function stsService(world: StsWorld): Service {
  return {
    name: "sts",
    operation: (request) => readQuery(request).action,
    authorizations(request) {
      const query = readQuery(request);
      if (query.action === "GetCallerIdentity") return [];
      if (query.action === "AssumeRole") return [assumeRoleAuthorization(assumeRoleInput(query), world)];
      throw unknown(query.action);
    },
    async handle(request) {
      const { principal, requestId } = request;
      const query = readQuery(request);
      const answer = (result: Parameters<typeof queryResponse>[2]) =>
        queryResponse(query.action, namespace, result, requestId);
      if (query.action === "AssumeRole") return answer(assumeRole(assumeRoleInput(query), request, world));
      if (query.action !== "GetCallerIdentity") throw unknown(query.action);
      queryInput(z.strictObject({}), query);
      return answer({ UserId: callerId(principal), Account: principal.accountId, Arn: principal.arn });
    },
    error: (code, message, status, requestId) => queryError(code, message, status, requestId, namespace),
  };
}

function unknown(action: string): AwsError {
  return new AwsError("InvalidAction", `The embedded cloud has no operation ${action} in STS`);
}
