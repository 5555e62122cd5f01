import type { TrustStatement } from "./policy-document.ts";
import type { Principal } from "./service.ts";

/** Who asks for a role: someone of an account, or an AWS service such as `lambda.amazonaws.com`. */
export type TrustedPrincipal = Principal | { readonly service: string };

/**
 * Whether a trust policy's Principal means someone. An account means everyone in it, a role each of its
 * sessions (IAM user guide, "AWS JSON policy elements: Principal").
 * @throws if it names a principal in a form that AWS refuses too
 */
export function isTrusted(trusted: TrustStatement["Principal"], principal: TrustedPrincipal): boolean {
  const { AWS = [], Service = [] } = trusted === "*" ? { AWS: ["*"] } : trusted;
  if ("service" in principal) return Service.includes(principal.service);
  return AWS.map((named) => isMeant(named, principal)).includes(true);
}

function isMeant(named: string, { accountId, arn, roleArn }: Principal): boolean {
  if (named === "*") return true;
  if (/^\d{12}$/.test(named)) return named === accountId;
  const [, partition, account, rest] =
    /^arn:([a-z-]+):(?:iam|sts)::(\d{12}):(root|(?:role|user|assumed-role)\/[^*?]+)$/.exec(named) ?? [];
  if (account === undefined) throw new Error(`a trust policy may not name the principal ${named}`);
  if (rest === "root") return account === accountId && partition === arn.split(":")[1];
  return named === roleArn || named === arn;
}
