import type { ServiceRequest } from "../../../../infra/sandbox/cloud/service.ts";

/** A request as a service gets it, of the operator of an account. */
export function serviceRequest(parts: Partial<ServiceRequest> = {}): ServiceRequest {
  return {
    requestId: "11111111-2222-4333-8444-555555555555",
    service: "iam",
    region: "eu-central-1",
    principal: {
      accountId: "111122223333",
      arn: "arn:aws:iam::111122223333:root",
      kind: "root",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    },
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    ...parts,
  };
}
