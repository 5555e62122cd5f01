import type { Mode } from "../domain/policy.ts";

/**
 * What a session in a member account may do at most, whatever the member role allows: in report mode it
 * cannot deactivate a key even if the code has a bug. STS allows 2,048 characters (AssumeRole, Policy).
 */
export function sessionPolicyFor(mode: Mode, partition: string, accountId: string) {
  const users = `arn:${partition}:iam::${accountId}:user/*`;
  const reading = [
    {
      Effect: "Allow",
      Action: ["iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:ListUsers"],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: ["iam:ListAccessKeys", "iam:ListUserTags", "iam:GetAccessKeyLastUsed"],
      Resource: users,
    },
  ];
  const acting = [{ Effect: "Allow", Action: ["iam:UpdateAccessKey"], Resource: users }];
  return { Version: "2012-10-17", Statement: mode === "enforce" ? [...reading, ...acting] : reading };
}
