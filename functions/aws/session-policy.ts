import type { Mode } from "../domain/policy.ts";

/** What a session in a member account is for; restoring a key takes an order of its own, whatever the mode. */
export type SessionPurpose = Mode | "restore";

/**
 * What a session in a member account may do at most, whatever the member role allows: in report mode it
 * cannot deactivate a key even if the code has a bug. STS allows 2,048 characters (AssumeRole, Policy).
 */
export function sessionPolicyFor(purpose: SessionPurpose, partition: string, accountId: string) {
  const users = `arn:${partition}:iam::${accountId}:user/*`;
  const ofOneUser = ["iam:ListAccessKeys", "iam:ListUserTags", "iam:GetAccessKeyLastUsed"];
  const reading = [
    {
      Effect: "Allow",
      Action: ["iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:ListUsers"],
      Resource: "*",
    },
    { Effect: "Allow", Action: ofOneUser, Resource: users },
  ];
  const acting = { Effect: "Allow", Action: ["iam:UpdateAccessKey"], Resource: users };
  const statements = {
    report: reading,
    enforce: [...reading, acting],
    restore: [{ ...acting, Action: [...ofOneUser, ...acting.Action] }],
  };
  return { Version: "2012-10-17", Statement: statements[purpose] };
}
