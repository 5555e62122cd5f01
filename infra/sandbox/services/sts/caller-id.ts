import { createHash } from "node:crypto";
import type { Principal } from "../../cloud/service.ts";

/**
 * The unique id of a principal as GetCallerIdentity and AssumeRole give it: the account of a root user,
 * `AIDA…` of a user, `AROA…:session` of a role session (IAM user guide, "IAM identifiers"). It follows from
 * the ARN: a role that is deleted and created again keeps it here, which in AWS it does not.
 */
export function callerId({ kind, accountId, arn, roleArn = arn }: Principal): string {
  if (kind === "root") return accountId;
  if (kind === "user") return idOf("AIDA", arn);
  return `${idOf("AROA", roleArn)}:${arn.slice(arn.lastIndexOf("/") + 1)}`;
}

function idOf(prefix: string, arn: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bytes = createHash("sha256").update(arn).digest().subarray(0, 17);
  return prefix + Array.from(bytes, (byte) => letters[byte % 32]).join("");
}
