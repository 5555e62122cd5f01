import { partitionOf } from "../../infra/cdk/names.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";

/**
 * Puts the credentials of a function's execution role into this process's environment, where Lambda puts them. Clients
 * that are made from then on sign with them.
 */
export function signAs(cloud: EmbeddedCloud, { accountId, region }: Deployment, functionName: string): void {
  const arn = `arn:${partitionOf(region)}:iam::${accountId}:role/${functionName}`;
  const role = cloud.identities.role(arn);
  if (role === undefined) throw new Error(`${arn} was not deployed`);
  // Longer than on AWS, because a test may run many days with the same clients.
  const session = cloud.identities.issueSession(role, functionName, 400 * 86_400);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: cloud.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken ?? "",
  });
}
