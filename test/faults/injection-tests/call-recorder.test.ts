import { IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import { expect, it } from "vitest";
import type { Interception } from "../../../infra/sandbox/cloud/service.ts";
import { IamAccounts } from "../../../infra/sandbox/services/iam/iam-accounts.ts";
import { iamService } from "../../../infra/sandbox/services/iam/iam-service.ts";
import { directTo, handClock, operatorOf } from "../../support/direct-handler.ts";
import { CallRecorder } from "../injection/call-recorder.ts";

const accountId = "111122223333";

it("records a repeated call as a call of its own, and a retry by the SDK not at all", async () => {
  const recorder = new CallRecorder();
  const service = iamService(new IamAccounts(handClock()));
  let failures = 1;
  const watched = {
    ...service,
    async handle(request: Interception["request"]) {
      const call = { service: service.name, operation: service.operation(request), accountId, request };
      await recorder.before(call);
      failures -= 1;
      if (failures >= 0) return service.error("Throttling", "Rate exceeded", 400, "1");
      await recorder.after(call);
      return await service.handle(request);
    },
  };
  const client = new IAMClient({ ...directTo(watched, operatorOf(accountId)), maxAttempts: 2 });

  await client.send(new ListUsersCommand({}));
  await client.send(new ListUsersCommand({}));

  expect(recorder.calls.map(({ operation, time, succeeded }) => [operation, time, succeeded])).toEqual([
    ["ListUsers", 1, false],
    ["ListUsers", 2, true],
  ]);
});
