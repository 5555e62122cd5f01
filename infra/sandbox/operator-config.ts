import type { EmbeddedCloud } from "./embedded-cloud.ts";

/** What an SDK client needs to talk to the embedded cloud as an operator of an account. */
export function operatorConfig(cloud: EmbeddedCloud, accountId: string, region: string) {
  const { accessKeyId, secretAccessKey } = cloud.operator(accountId);
  return { endpoint: cloud.url, region, credentials: { accessKeyId, secretAccessKey } };
}
