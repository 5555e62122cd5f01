import { AwsError } from "../../../../infra/sandbox/cloud/aws-error.ts";
import { jsonError, jsonOperation, jsonResponse } from "../../../../infra/sandbox/cloud/json-protocol.ts";
import { queryError, queryResponse, readQuery } from "../../../../infra/sandbox/cloud/query-protocol.ts";
import type { Service, ServiceRequest } from "../../../../infra/sandbox/cloud/service.ts";

const stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
const iamNamespace = "https://iam.amazonaws.com/doc/2010-05-08/";

/** STS with GetCallerIdentity, which needs no permission. */
export const stubSts: Service = {
  name: "sts",
  operation: (request) => readQuery(request).action,
  authorizations: () => [],
  handle: async ({ principal, requestId }) => {
    const result = { Arn: principal.arn, UserId: principal.accessKeyId, Account: principal.accountId };
    return queryResponse("GetCallerIdentity", stsNamespace, result, requestId);
  },
  error: (code, message, status, requestId) => queryError(code, message, status, requestId, stsNamespace),
};

/** IAM with one user. A request for the user `bug` fails. */
export const stubIam: Service = {
  name: "iam",
  operation: (request) => readQuery(request).action,
  authorizations: (request) => {
    const { action, params } = readQuery(request);
    const user = `arn:aws:iam::${request.principal.accountId}:user/${params.UserName ?? ""}`;
    return [{ action: `iam:${action}`, resource: user }];
  },
  handle: async (request) => {
    const { action, params } = readQuery(request);
    if (params.UserName === "bug") throw new TypeError("a bug in the stub");
    if (params.UserName === "nobody") throw new AwsError("NoSuchEntity", "There is no user nobody.", 404);
    const result = { Users: [{ UserName: "jane & co", Path: "/" }], IsTruncated: false };
    return queryResponse(action, iamNamespace, result, request.requestId);
  },
  error: (code, message, status, requestId) => queryError(code, message, status, requestId, iamNamespace),
};

/** Organizations without accounts. */
export const stubOrganizations: Service = {
  name: "organizations",
  operation: jsonOperation,
  authorizations: (request) => [{ action: `organizations:${jsonOperation(request)}`, resource: "*" }],
  handle: async ({ requestId }) => jsonResponse({ Accounts: [] }, requestId, "1.1"),
  error: (code, message, status, requestId) => jsonError(code, message, status, requestId, "1.1"),
};

/** S3 that keeps uploaded objects by path, and its last request. */
export class StubS3 implements Service {
  readonly name = "s3";
  readonly objects = new Map<string, Buffer>();
  last: ServiceRequest | undefined;

  operation({ method }: ServiceRequest): string {
    return method === "PUT" ? "PutObject" : "GetObject";
  }

  authorizations({ method, path }: ServiceRequest) {
    return [
      {
        action: method === "PUT" ? "s3:PutObject" : "s3:GetObject",
        resource: `arn:aws:s3:::${path.slice(1)}`,
      },
    ];
  }

  async handle(request: ServiceRequest) {
    this.last = request;
    if (request.method === "PUT") this.objects.set(request.path, request.body);
    const body = request.method === "PUT" ? "" : this.objects.get(request.path);
    if (body === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    return { status: 200, headers: {}, body };
  }

  error(code: string, message: string, status: number, requestId: string) {
    const body = `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`;
    return { status, headers: { "content-type": "application/xml" }, body };
  }
}
