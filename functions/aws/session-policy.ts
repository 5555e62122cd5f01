/** The purpose of a session in a member account: `read` evaluates, `deactivate` deactivates and restores keys. */
export type SessionPurpose = "read" | "deactivate";

/** What Curfew reads about one user; each member role allows it. */
const userReads = ["iam:ListAccessKeys", "iam:ListUserTags", "iam:GetAccessKeyLastUsed"];

/**
 * The most that a session in a member account may do, whatever its role allows. A read session cannot change a
 * key even if the code has a bug. STS allows 2,048 characters (STS API reference, AssumeRole, Policy).
 */
export function sessionPolicyFor(purpose: SessionPurpose, partition: string, accountId: string) {
  const users = `arn:${partition}:iam::${accountId}:user/*`;
  const statements = {
    read: [
      {
        Effect: "Allow",
        Action: ["iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:ListUsers"],
        Resource: "*",
      },
      { Effect: "Allow", Action: userReads, Resource: users },
    ],
    deactivate: [{ Effect: "Allow", Action: [...userReads, "iam:UpdateAccessKey"], Resource: users }],
  };
  return { Version: "2012-10-17", Statement: statements[purpose] };
}
