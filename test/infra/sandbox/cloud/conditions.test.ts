import { describe, expect, test } from "vitest";
import { conditionKeys, conditionsHold } from "../../../../infra/sandbox/cloud/conditions.ts";

const role = "arn:aws:iam::444455556666:role/curfew-worker";
const keys = {
  "aws:PrincipalArn": role,
  "aws:PrincipalAccount": "444455556666",
  "aws:SecureTransport": "true",
  "s3:max-keys": "10",
};

function holds(operator: string, key: string, ...values: string[]): boolean {
  return conditionsHold({ [operator]: { [key]: values } }, conditionKeys(keys));
}

describe("operators", () => {
  test.each([
    ["StringEquals", "aws:PrincipalAccount", "444455556666", true],
    ["StringEquals", "AWS:principalaccount", "444455556666", true],
    ["StringEquals", "aws:PrincipalArn", role.toUpperCase(), false],
    ["StringEquals", "aws:PrincipalArn", "arn:aws:iam::*", false],
    ["StringEqualsIgnoreCase", "aws:PrincipalArn", role.toUpperCase(), true],
    ["StringNotEquals", "aws:PrincipalAccount", "444455556666", false],
    ["StringNotEquals", "aws:PrincipalAccount", "111122223333", true],
    ["StringEqualsIgnoreCase", "aws:PrincipalArn", `${role}s`, false],
    ["StringNotEqualsIgnoreCase", "aws:PrincipalArn", role.toUpperCase(), false],
    ["StringNotEqualsIgnoreCase", "aws:PrincipalArn", `${role}s`, true],
    ["StringLike", "aws:PrincipalArn", "*role/curfew-?orker", true],
    ["StringLike", "aws:PrincipalArn", "role/*", false],
    ["StringNotLike", "aws:PrincipalArn", "arn:*", false],
    ["StringNotLike", "aws:PrincipalArn", "role/*", true],
    ["ArnEquals", "aws:PrincipalArn", role, true],
    ["ArnEquals", "aws:PrincipalArn", "arn:aws:iam::444455556666:role/curfew-*", true],
    ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/curfew-worker", true],
    // A wildcard does not match across a colon.
    ["ArnLike", "aws:PrincipalArn", "arn:aws:*:444455556666:role/curfew-worker", undefined],
    ["ArnLike", "aws:PrincipalArn", "arn:*:iam:::role/curfew-worker", false],
    ["ArnLike", "aws:PrincipalAccount", "arn:aws:iam::*:role/curfew-worker", false],
    ["ArnEquals", "aws:PrincipalArn", `${role}s`, false],
    ["ArnNotEquals", "aws:PrincipalArn", role, false],
    ["ArnNotEquals", "aws:PrincipalArn", `${role}s`, true],
    ["ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::444455556666:*", false],
    ["ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:*", true],
    ["Bool", "aws:SecureTransport", "true", true],
    ["Bool", "aws:SecureTransport", "false", false],
    ["NumericEquals", "s3:max-keys", "10.0", true],
    ["NumericEquals", "s3:max-keys", "11", false],
    ["NumericNotEquals", "s3:max-keys", "10", false],
    ["NumericNotEquals", "s3:max-keys", "11", true],
    ["NumericLessThan", "s3:max-keys", "10", false],
    ["NumericLessThan", "s3:max-keys", "11", true],
    ["NumericLessThanEquals", "s3:max-keys", "9", false],
    ["NumericLessThanEquals", "s3:max-keys", "10", true],
    ["NumericGreaterThan", "s3:max-keys", "9", true],
    ["NumericGreaterThan", "s3:max-keys", "10", false],
    ["NumericGreaterThanEquals", "s3:max-keys", "10", true],
    ["NumericGreaterThanEquals", "s3:max-keys", "11", false],
    ["Null", "aws:PrincipalArn", "false", true],
    ["Null", "aws:PrincipalArn", "true", false],
    ["StringEqualsIfExists", "aws:PrincipalAccount", "111122223333", false],
  ])("%s %s %s: %s", (operator, key, value, expected) => {
    if (expected === undefined) expect(() => holds(operator, key, value)).toThrow("not an ARN");
    else expect(holds(operator, key, value)).toBe(expected);
  });

  test("of several values one must match, and for a negated operator none", () => {
    expect(holds("StringEquals", "aws:PrincipalAccount", "111122223333", "444455556666")).toBe(true);
    expect(holds("StringNotEquals", "aws:PrincipalAccount", "111122223333", "444455556666")).toBe(false);
  });

  test("all conditions must hold", () => {
    const account = { StringEquals: { "aws:PrincipalAccount": ["444455556666"] } };
    expect(
      conditionsHold({ ...account, Bool: { "aws:SecureTransport": ["true"] } }, conditionKeys(keys)),
    ).toBe(true);
    expect(
      conditionsHold({ ...account, Bool: { "aws:SecureTransport": ["false"] } }, conditionKeys(keys)),
    ).toBe(false);
    expect(conditionsHold(undefined, conditionKeys(keys))).toBe(true);
  });

  test("a variable in a value is filled in", () => {
    expect(holds("ArnLike", "aws:PrincipalArn", `arn:aws:iam::\${aws:PrincipalAccount}:role/*`)).toBe(true);
    expect(holds("StringEquals", "aws:PrincipalArn", `\${aws:principalarn}`)).toBe(true);
  });
});

describe("a key that is absent", () => {
  test.each(["StringEquals", "StringLike", "ArnLike", "Bool", "NumericLessThan"])(
    "%s does not hold",
    (operator) => {
      expect(holds(operator, "aws:PrincipalOrgID", "o-a1b2c3d4e5")).toBe(false);
    },
  );

  test.each(["StringNotEquals", "StringNotLike", "ArnNotEquals", "ArnNotLike", "StringEqualsIfExists"])(
    "%s holds",
    (operator) => {
      expect(holds(operator, "aws:PrincipalOrgID", "o-a1b2c3d4e5")).toBe(true);
    },
  );

  test("is tested by Null", () => {
    expect(holds("Null", "aws:PrincipalOrgID", "true")).toBe(true);
    expect(holds("Null", "aws:PrincipalOrgID", "false")).toBe(false);
  });

  test("is an error if AWS would have it and the embedded cloud does not", () => {
    expect(() => holds("StringEquals", "aws:SourceIp", "10.0.0.1")).toThrow("aws:SourceIp");
    expect(() => holds("StringEquals", "aws:PrincipalTag/team", "a")).toThrow("aws:PrincipalTag/team");
  });
});

describe("what is not understood is an error", () => {
  test.each([
    ["DateLessThan", "aws:SecureTransport", "2030-01-01T00:00:00Z", "operator DateLessThan"],
    ["ForAllValues:StringEquals", "aws:PrincipalArn", role, "operator ForAllValues:StringEquals"],
    ["NullIfExists", "aws:PrincipalArn", "true", "operator NullIfExists"],
    ["toString", "aws:PrincipalArn", "true", "operator toString"],
    ["StringEquals", "aws:PrincipalArn", `\${aws:username}`, "aws:username"],
    ["StringLike", "aws:PrincipalArn", `\${aws:PrincipalTag/team, 'none'}`, "cannot be resolved"],
    ["Bool", "aws:SecureTransport", "yes", "neither true nor false"],
    ["NumericLessThan", "s3:max-keys", "ten", "not a number"],
    ["ArnLike", "aws:PrincipalArn", "curfew-*", "not an ARN"],
  ])("%s %s %s", (operator, key, value, message) => {
    expect(() => holds(operator, key, value)).toThrow(message);
  });

  test("even after a condition that does not hold", () => {
    const conditions = { StringEquals: { "aws:PrincipalAccount": ["1"] }, Unknown: { "aws:x": ["1"] } };
    expect(() => conditionsHold(conditions, conditionKeys(keys))).toThrow("operator Unknown");
  });
});

describe("set operators", () => {
  const multivalued = conditionKeys({ "dynamodb:Attributes": ["status", "until"], "dynamodb:Empty": [] });
  const holdsFor = (operator: string, key: string, ...values: string[]) =>
    conditionsHold({ [operator]: { [key]: values } }, multivalued);

  test.each([
    ["ForAllValues:StringEquals", "dynamodb:Attributes", ["status", "until", "other"], true],
    ["ForAllValues:StringEquals", "dynamodb:Attributes", ["status"], false],
    ["ForAllValues:StringLike", "dynamodb:Attributes", ["st*", "un*"], true],
    ["ForAllValues:StringNotEquals", "dynamodb:Attributes", ["until"], false],
    ["ForAnyValue:StringEquals", "dynamodb:Attributes", ["until"], true],
    ["ForAnyValue:StringEquals", "dynamodb:Attributes", ["other"], false],
    ["ForAllValues:StringEquals", "dynamodb:Missing", ["x"], true],
    ["ForAllValues:StringEquals", "dynamodb:Empty", ["x"], true],
    ["ForAnyValue:StringEquals", "dynamodb:Missing", ["x"], false],
    ["ForAnyValue:StringEquals", "dynamodb:Empty", ["x"], false],
    ["ForAnyValue:StringEqualsIfExists", "dynamodb:Missing", ["x"], true],
  ])("%s %s %j", (operator, key, values, expected) => {
    expect(holdsFor(operator, key, ...values)).toBe(expected);
  });

  test("a multivalued key without a set operator is an error", () => {
    expect(() => holdsFor("StringEquals", "dynamodb:Attributes", "status")).toThrow("multivalued");
  });
});
