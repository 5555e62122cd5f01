import { expect, it } from "vitest";
import { sessionPolicyFor } from "../../../functions/aws/session-policy.ts";

function actionsFor(purpose: "read" | "deactivate"): string[] {
  return sessionPolicyFor(purpose, "aws", "111122223333")
    .Statement.flatMap(({ Action }) => Action)
    .sort();
}

it("allows a read session no change, whatever its role allows", () => {
  expect(actionsFor("read")).toEqual([
    "iam:GenerateCredentialReport",
    "iam:GetAccessKeyLastUsed",
    "iam:GetCredentialReport",
    "iam:ListAccessKeys",
    "iam:ListUserTags",
    "iam:ListUsers",
  ]);
});

it("allows a deactivate session to read and change keys of its account, and not to list users", () => {
  expect(actionsFor("deactivate")).toEqual([
    "iam:GetAccessKeyLastUsed",
    "iam:ListAccessKeys",
    "iam:ListUserTags",
    "iam:UpdateAccessKey",
  ]);
  const { Statement } = sessionPolicyFor("deactivate", "aws", "111122223333");
  expect(Statement.map(({ Resource }) => Resource)).toEqual(["arn:aws:iam::111122223333:user/*"]);
});

it.each(["read", "deactivate"] as const)(
  "names every action of a %s session and stays within STS's limit",
  (purpose) => {
    const policy = sessionPolicyFor(purpose, "aws-us-gov", "111122223333");

    for (const { Effect, Action } of policy.Statement) {
      expect(Effect).toBe("Allow");
      for (const action of Action) expect(action).toMatch(/^iam:[A-Za-z]+$/);
    }
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(2_048);
  },
);
