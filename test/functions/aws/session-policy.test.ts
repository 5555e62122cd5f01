import { expect, it } from "vitest";
import { sessionPolicyFor } from "../../../functions/aws/session-policy.ts";

it("cannot switch a key off in report mode, whatever the member role allows", () => {
  expect(JSON.stringify(sessionPolicyFor("report", "aws", "111122223333"))).not.toContain("Update");
  expect(JSON.stringify(sessionPolicyFor("enforce", "aws", "111122223333"))).toContain("iam:UpdateAccessKey");
});

it("can read and restore the keys of one user where a key is to be restored, and list nobody", () => {
  const actions = sessionPolicyFor("restore", "aws", "111122223333").Statement.flatMap(
    ({ Action }) => Action,
  );

  expect(actions.sort()).toEqual([
    "iam:GetAccessKeyLastUsed",
    "iam:ListAccessKeys",
    "iam:ListUserTags",
    "iam:UpdateAccessKey",
  ]);
});

it("allows nothing by a wildcard and stays within what STS takes", () => {
  const policy = sessionPolicyFor("enforce", "aws-us-gov", "111122223333");

  for (const { Effect, Action } of policy.Statement) {
    expect(Effect).toBe("Allow");
    for (const action of Action) expect(action).toMatch(/^iam:[A-Za-z]+$/);
  }
  expect(JSON.stringify(policy).length).toBeLessThanOrEqual(2_048);
});
