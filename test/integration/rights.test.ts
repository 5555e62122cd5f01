import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hubAccountId } from "../support/integration-settings.ts";
import { type EmbeddedTestCloud, startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

/** IAM can grant starting runs, restoring keys and approving plans separately. */
describe("a role that may start one of the state machines", () => {
  let cloud: EmbeddedTestCloud;

  beforeAll(async () => {
    cloud = await startEmbeddedTestCloud({ members: 1 });
  });
  afterAll(() => cloud?.close());

  it.each(["daily", "restore", "approve"] as const)("may not start the other two: %s", async (granted) => {
    const { stateMachines } = cloud;
    const arn = `arn:aws:iam::${hubAccountId}:role/may-start-${granted}`;
    cloud.embedded.identities.addRole({
      arn,
      accountId: hubAccountId,
      name: `may-start-${granted}`,
      trustPolicy: { Version: "2012-10-17", Statement: [] },
      identityPolicies: {
        start: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "states:StartExecution", Resource: stateMachines[granted] }],
        },
      },
      maxSessionSeconds: 3600,
    });
    const sfn = new SFNClient(cloud.hubRole(`may-start-${granted}`));
    const answers = new Map<string, string>();
    for (const [name, stateMachineArn] of Object.entries(stateMachines)) {
      // The function refuses the input, so an execution that may be started does nothing.
      const start = new StartExecutionCommand({ stateMachineArn, input: '{"unknown": true}' });
      const answer = await sfn.send(start).then(
        () => "started",
        (error: unknown) => (error instanceof Error ? error.name : "unknown"),
      );
      answers.set(name, answer);
    }
    sfn.destroy();
    const refused = "AccessDeniedException";
    const expected = { daily: refused, restore: refused, approve: refused, [granted]: "started" };
    expect(Object.fromEntries(answers)).toEqual(expected);
  });
});
