import { expect, test } from "vitest";
import type { Interception } from "../../../../infra/sandbox/cloud/service.ts";
import { Throttle } from "../../../../infra/sandbox/cloud/throttle.ts";
import { serviceRequest } from "./request-fixture.ts";

/** A throttle on a clock that the test moves, and how many of some simultaneous calls it allows. */
function throttleAt(start = 0) {
  const time = { milliseconds: start };
  const throttle = new Throttle(() => time.milliseconds);
  const passed = async (calls: number, of: Partial<Interception> = {}) => {
    const call = { service: "iam", operation: "ListUsers", accountId: "1", request: serviceRequest(), ...of };
    const all = await Promise.allSettled(Array.from({ length: calls }, () => throttle.before(call)));
    return all.filter(({ status }) => status === "fulfilled").length;
  };
  return { time, throttle, passed };
}

test("a bucket begins full, is empty after the burst, and fills at its rate", async () => {
  const { time, throttle, passed } = throttleAt();
  throttle.setLimit({ service: "iam" }, { rate: 8, burst: 12 });
  expect(await passed(20)).toBe(12);
  time.milliseconds += 100;
  expect(await passed(5)).toBe(0);
  time.milliseconds += 400;
  expect(await passed(5)).toBe(4);
  time.milliseconds += 3_600_000;
  expect(await passed(20)).toBe(12);
});

test("each account has its own bucket, and an account may have its own limit", async () => {
  const { throttle, passed } = throttleAt();
  throttle.setLimit({ service: "iam" }, { rate: 1, burst: 3 });
  throttle.setLimit({ service: "iam", accountId: "2" }, { rate: 1, burst: 1 });
  expect(await passed(5)).toBe(3);
  expect(await passed(5, { accountId: "2" })).toBe(1);
  expect(await passed(5, { accountId: "3" })).toBe(3);
});

test("operations share the limit of the service and have their own", async () => {
  const { throttle, passed } = throttleAt();
  throttle.setLimit({ service: "iam" }, { rate: 1, burst: 4 });
  throttle.setLimit({ service: "iam", operation: "ListUsers" }, { rate: 1, burst: 3 });
  expect(await passed(5)).toBe(3);
  expect(await passed(5, { operation: "ListAccessKeys" })).toBe(1);
  expect(await passed(5, { service: "sts" })).toBe(5);
});

test("a limit that is set again replaces the first, and cleared limits are gone", async () => {
  const { throttle, passed } = throttleAt();
  throttle.setLimit({ service: "iam" }, { rate: 1, burst: 1 });
  throttle.setLimit({ service: "iam" }, { rate: 1, burst: 2 });
  expect(await passed(5)).toBe(2);
  throttle.clear();
  expect(await passed(5)).toBe(5);
});

test("services are throttled with their own errors", async () => {
  const { throttle } = throttleAt();
  const answers = [
    ["sts", "Throttling", 400],
    ["organizations", "TooManyRequestsException", 400],
    ["dynamodb", "ThrottlingException", 400],
    ["states", "ThrottlingException", 400],
    ["lambda", "TooManyRequestsException", 429],
    ["s3", "SlowDown", 503],
  ] as const;
  for (const [service, code, status] of answers) {
    throttle.setLimit({ service }, { rate: 0, burst: 0 });
    const call = { service, operation: "Any", accountId: "1", request: serviceRequest() };
    await expect(throttle.before(call)).rejects.toMatchObject({ code, status, message: "Rate exceeded" });
  }
});
