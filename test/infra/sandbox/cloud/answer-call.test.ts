import { ListUsersCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test, vi } from "vitest";
import type { Interceptor } from "../../../../infra/sandbox/cloud/service.ts";
import { Throttle } from "../../../../infra/sandbox/cloud/throttle.ts";
import { account, clientsOf, startStubFront } from "./front-fixture.ts";
import { stubSts } from "./stub-services.ts";

describe("an error", () => {
  test("of a service is answered in AWS's form", async () => {
    const { url, operator, callLog } = await startStubFront();
    const update = new UpdateAccessKeyCommand({
      UserName: "nobody",
      AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
      Status: "Inactive",
    });
    await expect(clientsOf(url, operator).iam.send(update)).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: "There is no user nobody.",
    });
    expect(callLog.count({ errorCode: "NoSuchEntity", status: 404 })).toBe(1);
  });

  test("of any other kind is a bug: InternalFailure, with its stack on stderr", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    const { url, operator, callLog } = await startStubFront();
    const update = new UpdateAccessKeyCommand({
      UserName: "bug",
      AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
      Status: "Inactive",
    });
    await expect(clientsOf(url, operator).iam.send(update)).rejects.toMatchObject({
      name: "InternalFailure",
      $metadata: { httpStatusCode: 500 },
    });
    expect(logged).toHaveBeenCalledWith(expect.stringContaining("iam"), expect.any(TypeError));
    expect(callLog.count({ errorCode: "InternalFailure", operation: "UpdateAccessKey" })).toBe(1);
    logged.mockRestore();
  });
});

describe("interceptors", () => {
  const answer = { status: 503, headers: {}, body: "" };

  async function intercepted(interceptor: Interceptor) {
    const handled = vi.spyOn(stubSts, "handle");
    const cloud = await startStubFront({ interceptors: [interceptor] });
    const { sts } = clientsOf(cloud.url, cloud.operator);
    const failure = await sts.send(new GetCallerIdentityCommand({})).then(
      () => undefined,
      (error: unknown) => error,
    );
    const calls = handled.mock.calls.length;
    handled.mockRestore();
    return { failure, calls, log: cloud.callLog.all() };
  }

  test("may answer instead of the service", async () => {
    const seen = vi.fn();
    const { failure, calls, log } = await intercepted({
      before: async (call) => {
        seen(call.service, call.operation, call.accountId, call.request.principal.accountId);
        return answer;
      },
    });
    expect(failure).toMatchObject({ $metadata: { httpStatusCode: 503 } });
    expect(calls).toBe(0);
    expect(seen).toHaveBeenCalledExactlyOnceWith("sts", "GetCallerIdentity", account, account);
    expect(log).toMatchObject([{ status: 503 }]);
  });

  test("may cut the connection before the call takes effect", async () => {
    const { failure, calls, log } = await intercepted({ before: async () => "reset" });
    expect(failure).toMatchObject({ code: "ECONNRESET" });
    expect(calls).toBe(0);
    expect(log).toMatchObject([{ status: 0, errorCode: "reset" }]);
  });

  test("may lose the answer after the call took effect", async () => {
    const { failure, calls } = await intercepted({ after: async () => "reset" });
    expect(failure).toMatchObject({ code: "ECONNRESET" });
    expect(calls).toBe(1);
    const replaced = await intercepted({ after: async () => answer });
    expect(replaced).toMatchObject({ calls: 1, failure: { $metadata: { httpStatusCode: 503 } } });
  });

  test("do not change an error of the service", async () => {
    const refuse = async () => stubSts.error("RegionDisabledException", "no", 403, "id");
    const { url, operator } = await startStubFront({
      services: [{ ...stubSts, handle: refuse }],
      interceptors: [{ after: async () => answer }],
    });
    await expect(clientsOf(url, operator).sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "RegionDisabledException",
    });
  });

  test("pass on a call for which they return nothing", async () => {
    const nothing = { before: async () => undefined, after: async () => undefined };
    expect(await intercepted(nothing)).toMatchObject({ failure: undefined, calls: 1 });
  });

  test("throttle with each service's own error", async () => {
    const throttle = new Throttle();
    for (const service of ["iam", "organizations"]) throttle.setLimit({ service }, { rate: 0.01, burst: 1 });
    const { url, operator } = await startStubFront({ interceptors: [throttle] });
    const { iam, organizations } = clientsOf(url, operator);
    await iam.send(new ListUsersCommand({}));
    await organizations.send(new ListAccountsCommand({}));
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: "Throttling",
      message: "Rate exceeded",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: "TooManyRequestsException",
      $metadata: { httpStatusCode: 400 },
    });
  });
});
