import { afterEach, expect, it } from "vitest";
import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { type EmbeddedTestCloud, startEmbeddedTestCloud } from "../integration/embedded-test-cloud.ts";

let cloud: EmbeddedTestCloud | undefined;
afterEach(() => cloud?.close());

it("stops in time, records what it has read, and goes on from there when it is tried again", async () => {
  const users = 450;
  cloud = await startEmbeddedTestCloud(
    { members: 1, withoutRole: false },
    {
      interceptors: [latency({ iam: 25 })],
      // The worker stops reading two minutes before its end, so it has two seconds to read.
      functions: { timeoutSecondsOf: () => 122 },
    },
  );
  const [member = ""] = cloud.accounts.members;
  const iam = cloud.embedded.iam.of(member);
  for (let index = 0; index < users; index += 1) {
    iam.createUser({ userName: `user-${index}` });
    iam.putAccessKey({ userName: `user-${index}` });
  }

  const { status, results } = await cloud.run(1, { accountIds: [member] });

  expect(status).toBe("SUCCEEDED");
  expect(results.get(member)).toMatchObject({ outcome: "enforced", users, keys: users, problems: [] });
  const calls = cloud.embedded.calls;
  expect(calls.count({ operation: "AssumeRole" })).toBeGreaterThan(1);
  expect(calls.count({ operation: "ListAccessKeys" })).toBe(users);
  expect(cloud.embedded.functions.logs("curfew-worker").join("\n")).toContain("the worker's time was over");
});
