import { describe, expect, test } from "vitest";
import { evaluateTrust } from "../../../../infra/sandbox/cloud/policy-evaluation.ts";
import type { Principal } from "../../../../infra/sandbox/cloud/service.ts";
import type { TrustedPrincipal } from "../../../../infra/sandbox/cloud/trusted-principal.ts";

const worker: Principal = {
  accountId: "444455556666",
  arn: "arn:aws:sts::444455556666:assumed-role/curfew-worker/run",
  kind: "assumedRole",
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  roleArn: "arn:aws:iam::444455556666:role/path/curfew-worker",
};

function isTrusted(trusted: unknown, principal: TrustedPrincipal = worker): boolean {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: trusted };
  return evaluateTrust({ Version: "2012-10-17", Statement: [statement] }, "sts:AssumeRole", principal, {})
    .allowed;
}

describe("a trust policy", () => {
  test.each([
    ["an account", { AWS: "444455556666" }],
    ["an account by its root", { AWS: "arn:aws:iam::444455556666:root" }],
    ["the role", { AWS: ["111122223333", "arn:aws:iam::444455556666:role/path/curfew-worker"] }],
    ["the session", { AWS: "arn:aws:sts::444455556666:assumed-role/curfew-worker/run" }],
    ["everyone", "*"],
    ["everyone of AWS", { AWS: "*" }],
  ])("that names %s trusts a session of the role", (_, trusted) => {
    expect(isTrusted(trusted)).toBe(true);
  });

  test.each([
    ["another account", { AWS: "111122223333" }],
    ["another account by its root", { AWS: "arn:aws:iam::111122223333:root" }],
    ["the account in another partition", { AWS: "arn:aws-cn:iam::444455556666:root" }],
    ["the role under another path", { AWS: "arn:aws:iam::444455556666:role/curfew-worker" }],
    ["another session", { AWS: "arn:aws:sts::444455556666:assumed-role/curfew-worker/other" }],
    ["a service", { Service: "lambda.amazonaws.com" }],
  ])("that names %s does not", (_, trusted) => {
    expect(isTrusted(trusted)).toBe(false);
  });

  test("trusts a service by its exact name", () => {
    const lambda = { service: "lambda.amazonaws.com" };
    expect(isTrusted({ Service: ["states.amazonaws.com", "lambda.amazonaws.com"] }, lambda)).toBe(true);
    expect(isTrusted({ Service: "states.amazonaws.com" }, lambda)).toBe(false);
    expect(isTrusted("*", lambda)).toBe(false);
  });

  test("may not name a principal by a pattern or in an unknown form", () => {
    expect(() => isTrusted({ AWS: "arn:aws:iam::444455556666:role/curfew-*" })).toThrow("may not name");
    expect(() => isTrusted({ AWS: ["*", "curfew"] })).toThrow("may not name");
    expect(() => isTrusted({ Federated: "accounts.google.com" })).toThrow("Statement");
  });
});

describe("evaluating trust", () => {
  const statement = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { AWS: "arn:aws:iam::444455556666:root" },
    Condition: {
      ArnEquals: { "aws:PrincipalArn": worker.roleArn },
      StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    },
  };
  const context = { "aws:PrincipalArn": worker.roleArn ?? "", "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
  const evaluate = (more: object = {}, known: Record<string, string> = context, action = "sts:AssumeRole") =>
    evaluateTrust({ Version: "2012-10-17", Statement: [{ ...statement, ...more }] }, action, worker, known);

  test("the conditions of the trust must hold", () => {
    expect(evaluate()).toEqual({ allowed: true, allowedBy: { policy: "trust policy", statement: 0 } });
    expect(evaluate({}, { ...context, "aws:PrincipalOrgID": "o-other00000" }).allowed).toBe(false);
    expect(evaluate({}, { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }).allowed).toBe(false);
  });

  test("another action is not trusted", () => {
    expect(evaluate({}, context, "sts:TagSession")).toEqual({
      allowed: false,
      kind: "implicitDeny",
      reason: "because no resource-based policy allows the sts:TagSession action",
    });
  });

  test("a denial wins", () => {
    const document = {
      Statement: [statement, { Effect: "Deny", Action: "sts:*", Principal: { AWS: "444455556666" } }],
    };
    expect(evaluateTrust(document, "sts:AssumeRole", worker, context)).toMatchObject({
      kind: "explicitDeny",
    });
  });

  test("a resource in a trust policy is an error, and so is NotPrincipal", () => {
    expect(() => evaluate({ Resource: "*" })).toThrow('unknown field "Resource"');
    expect(() => evaluate({ NotPrincipal: "*" })).toThrow('unknown field "NotPrincipal"');
    expect(() => evaluate({ Principal: undefined })).toThrow("Principal");
  });
});
