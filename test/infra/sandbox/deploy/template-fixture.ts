import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDeployment } from "../../../../infra/sandbox/deploy/read-deployment.ts";
import { temporaryDirectory } from "../../../support/deployment-fixture.ts";
import { hubAccount, region } from "../small-cloud.ts";

/** A stack with these resources, read as a deployment into the hub account. */
export function deploymentOf(Resources: object, place = { partition: "aws", region }) {
  const assembly = temporaryDirectory();
  writeFileSync(join(assembly, "stack.template.json"), JSON.stringify({ Resources }));
  return readDeployment(assembly, { ...place, accountId: hubAccount, stackName: "stack" });
}
