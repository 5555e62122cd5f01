import { describe, expect, test } from "vitest";
import { evaluateIdentity } from "../../../../infra/sandbox/cloud/policy-evaluation.ts";
import type { PolicyDocument } from "../../../../infra/sandbox/cloud/service.ts";

const users = "arn:aws:iam::111122223333:user/*";
const jane = "arn:aws:iam::111122223333:user/jane";
const allow = (Action: string | string[], Resource: string | string[] = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const policy = (...Statement: unknown[]): PolicyDocument => ({ Version: "2012-10-17", Statement });

/** How the policies decide about listing and deactivating jane's keys. */
function evaluated(
  identity: PolicyDocument | Readonly<Record<string, PolicyDocument>>,
  { session, action = "iam:ListAccessKeys", resource = jane, context = {}, own = {} }: Partial<Asked> = {},
) {
  const policies = isDocument(identity) ? { inline: identity } : identity;
  return evaluateIdentity(policies, session, { action, resource, context: own }, context);
}

function isDocument(
  value: PolicyDocument | Readonly<Record<string, PolicyDocument>>,
): value is PolicyDocument {
  return "Statement" in value;
}

interface Asked {
  readonly session: PolicyDocument;
  readonly action: string;
  readonly resource: string;
  readonly context: Record<string, string>;
  readonly own: Record<string, string>;
}

describe("identity policies", () => {
  test("the statement that allows is named by policy and position", () => {
    const policies = {
      other: policy(allow("s3:*")),
      keys: policy(allow("iam:ListUsers"), allow("iam:List*", users)),
    };
    expect(evaluated(policies)).toEqual({ allowed: true, allowedBy: { policy: "keys", statement: 1 } });
  });

  test("a single statement needs no list", () => {
    expect(evaluated({ Statement: allow("iam:ListAccessKeys") }).allowed).toBe(true);
  });

  test("an action that no statement allows is denied with AWS's message", () => {
    const implicit = {
      allowed: false,
      kind: "implicitDeny",
      reason: "because no identity-based policy allows the iam:ListAccessKeys action",
    };
    expect(evaluated({})).toEqual(implicit);
    expect(evaluated(policy(allow("iam:ListUsers")))).toEqual(implicit);
    expect(evaluated(policy(allow("iam:ListAccessKeys", "arn:aws:iam::444455556666:user/*")))).toEqual(
      implicit,
    );
  });

  test("a denial in any policy wins over every allowance", () => {
    const decision = evaluated({
      keys: policy(allow("*")),
      fence: policy({ Effect: "Deny", Action: "IAM:*", Resource: jane }),
    });
    expect(decision).toEqual({
      allowed: false,
      kind: "explicitDeny",
      reason: "with an explicit deny in an identity-based policy",
    });
  });

  test("NotAction and NotResource mean everything else", () => {
    const others = policy({ Effect: "Allow", NotAction: ["iam:ListUsers", "s3:*"], NotResource: users });
    const root = "arn:aws:iam::111122223333:root";
    expect(evaluated(others, { resource: root }).allowed).toBe(true);
    expect(evaluated(others).allowed).toBe(false);
    expect(evaluated(others, { resource: root, action: "s3:GetObject" }).allowed).toBe(false);
  });

  test("a statement counts only if its conditions hold, with keys of the request and of the authorization", () => {
    const conditional = policy(
      allow("ses:SendEmail", "*", { Condition: { StringEquals: { "ses:FromAddress": "a@example.com" } } }),
    );
    const asked = { action: "ses:SendEmail" };
    expect(evaluated(conditional, { ...asked, own: { "ses:FromAddress": "a@example.com" } }).allowed).toBe(
      true,
    );
    expect(
      evaluated(conditional, { ...asked, context: { "SES:fromaddress": "a@example.com" } }).allowed,
    ).toBe(true);
    expect(evaluated(conditional, { ...asked, own: { "ses:FromAddress": "b@example.com" } }).allowed).toBe(
      false,
    );
    expect(evaluated(conditional, asked).allowed).toBe(false);
  });

  test("a denial whose condition does not hold denies nothing", () => {
    const deny = { Effect: "Deny", Action: "*", Resource: "*" };
    const insecure = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
    const context = { "aws:SecureTransport": "true" };
    expect(evaluated(policy(allow("iam:*"), insecure), { context }).allowed).toBe(true);
  });

  test("a variable in a resource is filled in", () => {
    const own = policy(allow("iam:*", `arn:aws:iam::\${aws:PrincipalAccount}:user/*`));
    expect(evaluated(own, { context: { "aws:PrincipalAccount": "111122223333" } }).allowed).toBe(true);
    expect(evaluated(own, { context: { "aws:PrincipalAccount": "444455556666" } }).allowed).toBe(false);
  });
});

describe("session policies", () => {
  const role = policy(allow(["iam:ListAccessKeys", "iam:UpdateAccessKey"], users));
  const reading = policy(allow(["iam:ListAccessKeys", "iam:ListUsers"], users));

  test("a session may do what role and session both allow", () => {
    expect(evaluated(role, { session: reading })).toEqual({
      allowed: true,
      allowedBy: { policy: "inline", statement: 0 },
    });
  });

  test("a session may not do what only its role allows", () => {
    expect(evaluated(role, { session: reading, action: "iam:UpdateAccessKey" })).toEqual({
      allowed: false,
      kind: "implicitDeny",
      reason: "because no session policy allows the iam:UpdateAccessKey action",
    });
  });

  test("a session may not do what only its own policy allows", () => {
    expect(evaluated(role, { session: reading, action: "iam:ListUsers" })).toMatchObject({
      reason: "because no identity-based policy allows the iam:ListUsers action",
    });
  });

  test("a denial in the session policy wins", () => {
    const session = policy(allow("*"), { Effect: "Deny", Action: "iam:List*", Resource: "*" });
    expect(evaluated(role, { session })).toMatchObject({
      kind: "explicitDeny",
      reason: "with an explicit deny in a session policy",
    });
  });
});

describe("what is not understood is an error, even in a statement about something else", () => {
  const other = allow("s3:GetObject", "arn:aws:s3:::bucket/*");
  test.each([
    ["an unknown element", { ...other, NotPrincipal: "*" }, /unknown field "NotPrincipal"/],
    ["a principal in an identity policy", { ...other, Principal: "*" }, /unknown field "Principal"/],
    ["an unknown effect", { ...other, Effect: "allow" }, /Effect/],
    ["no action", { Effect: "Allow", Resource: "*" }, /either Action or NotAction/],
    ["both Action and NotAction", { ...other, NotAction: "s3:*" }, /either Action or NotAction/],
    ["no resource", { Effect: "Allow", Action: "s3:*" }, /either Resource or NotResource/],
    [
      "an intrinsic left in a resource",
      { ...other, Resource: { "Fn::GetAtt": ["a", "Arn"] } },
      /Resource.*expected string, received object/,
    ],
    ["a resource that is not an ARN", { ...other, Resource: "bucket" }, /expected an ARN/],
    ["an action without a service", { ...other, Action: "GetObject" }, /expected service:Action/],
    ["an empty list", { ...other, Action: [] }, /Action: /],
    [
      "an unknown operator",
      { ...other, Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01" } } },
      /CurrentTime/,
    ],
    ["an unknown operator", { ...other, Condition: { IpAddress: { "s3:ip": "1.2.3.4/5" } } }, /IpAddress/],
    ["an unknown set operator", { ...other, Condition: { "ForOne:StringLike": { "s3:x": "a" } } }, /ForOne/],
    ["a variable without a value", { ...other, Resource: `arn:aws:s3:::\${aws:username}/*` }, /aws:username/],
  ])("%s", (_, statement, message) => {
    expect(() => evaluated(policy(allow("iam:*"), statement))).toThrow(message);
    expect(() => evaluated(policy(allow("iam:*")), { session: policy(statement) })).toThrow(message);
  });

  test("an element of the document", () => {
    const withStray = { ...policy(other), Statements: [] };
    expect(() => evaluated(withStray)).toThrow("Statements");
    expect(() => evaluated({ ...policy(other), Version: "2012-10-18" })).toThrow("Version");
  });

  test("a variable in a version without variables", () => {
    const old = {
      Version: "2008-10-17",
      Statement: allow("iam:*", `arn:aws:iam::\${aws:PrincipalAccount}:*`),
    };
    expect(() => evaluated(old)).toThrow("need Version 2012-10-17");
  });
});

test("a denial in the account's service control policy wins, and nothing else in it counts", () => {
  const mayList = { inline: policy(allow("iam:ListAccessKeys")) };
  const denied = policy({ Effect: "Deny", Action: "iam:ListAccessKeys", Resource: "*" });
  const ask = { action: "iam:ListAccessKeys", resource: jane };

  expect(evaluateIdentity(mayList, undefined, ask, {}, denied)).toEqual({
    allowed: false,
    kind: "explicitDeny",
    reason: "with an explicit deny in a service control policy",
  });
  expect(evaluateIdentity({}, undefined, ask, {}, policy(allow("*"))).allowed).toBe(false);
});
