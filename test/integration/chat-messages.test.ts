import { expect, it } from "vitest";
import { names } from "../../infra/cdk/names.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

/** A run with an employee's key of 120 days, whose owner was never warned, in a hub with a chat topic. */
async function runWithOldKey(prepare: (stack: Deployment) => Deployment) {
  const cloud = await startEmbeddedTestCloud(
    { members: 1, settings: { operations: { chatTopic: true } } },
    {},
    prepare,
  );
  const [account = ""] = cloud.accounts.members;
  await cloud.createUser(account, {
    userName: "owner",
    tags: { email: "owner@example.com", UserType: "employee" },
  });
  await cloud.createKey(account, "owner");
  const run = await cloud.run(120);
  await cloud.embedded.settled();
  const { topics, delivery } = cloud.embedded.messaging;
  const messages = topics
    .published()
    .filter(({ topicArn }) => topicArn.endsWith(`:${names.chatTopic}`))
    .map(({ message }) => JSON.parse(message));
  return { cloud, account, run, messages, failures: delivery.failures };
}

it("sends a final warning to the chat topic, in the form that Amazon Q Developer accepts", async ({
  onTestFinished,
}) => {
  const { cloud, account, run, messages, failures } = await runWithOldKey((stack) => stack);
  onTestFinished(() => cloud.close());

  expect(run.status).toBe("SUCCEEDED");
  expect(messages).toEqual([
    {
      version: "1.0",
      source: "custom",
      content: {
        title: "Final warning sent",
        description: expect.stringContaining(`of IAM user owner in account ${account} on or after `),
      },
    },
  ]);
  expect(failures).toEqual([]);
});

// An older version of AWS's page says that EventBridge uses no role for a topic.
it("loses only the chat message if EventBridge does not use the role of a rule", async ({
  onTestFinished,
}) => {
  const { cloud, run, messages, failures } = await runWithOldKey((stack) => ({
    ...stack,
    rules: stack.rules.map((rule) => ({
      ...rule,
      targets: rule.targets.map((target) =>
        target.arn.endsWith(`:${names.chatTopic}`) ? { ...target, roleArn: undefined } : target,
      ),
    })),
  }));
  onTestFinished(() => cloud.close());

  expect(run.status).toBe("SUCCEEDED");
  expect(cloud.mails().filter(({ to }) => to === "owner@example.com")).toHaveLength(1);
  expect(messages).toEqual([]);
  expect(failures).toMatchObject([{ errorCode: "NO_PERMISSIONS", isInQueue: false }]);
});
