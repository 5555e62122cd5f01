import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { names, partitionOf } from "../../infra/cdk/names.ts";
import type { BenchCloud } from "./bench-cloud.ts";

const program = fileURLToPath(new URL("sequential-listing.ts", import.meta.url));

/**
 * Lists an account sequentially, in a process of its own as the worker is one, with the worker's credentials.
 * @returns how many seconds it took, the start of the process not counted
 */
export async function listSequentially({ cloud, hub }: BenchCloud, accountId: string): Promise<number> {
  const arn = (name: string, owner: string) => `arn:${partitionOf(hub.region)}:iam::${owner}:role/${name}`;
  const worker = cloud.identities.role(arn(names.workerFunction, hub.accountId));
  if (worker === undefined) throw new Error("the worker role was not deployed");
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.identities.issueSession(
    worker,
    "listing",
    43_200,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [program, arn("curfew-member", accountId)], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: cloud.url,
      AWS_REGION: hub.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    },
  });
  return Number(stdout);
}
