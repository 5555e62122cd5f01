import { expect, test } from "vitest";
import { CallLog } from "../../../../infra/sandbox/cloud/call-log.ts";

const call = {
  service: "iam",
  operation: "ListUsers",
  accountId: "111122223333",
  principalArn: "arn:aws:iam::111122223333:root",
  status: 200,
  allowedBy: [],
};

test("calls are kept in their order, until they are cleared", () => {
  const log = new CallLog();
  log.record(call);
  log.record({ ...call, operation: "ListAccessKeys" });
  const before = log.all();
  expect(before.map(({ operation }) => operation)).toEqual(["ListUsers", "ListAccessKeys"]);
  log.clear();
  expect(log.all()).toEqual([]);
  expect(before).toHaveLength(2);
});

test("a filter counts the calls that have all of its values", () => {
  const log = new CallLog();
  log.record(call);
  log.record({ ...call, accountId: "444455556666" });
  log.record({ ...call, status: 400, errorCode: "Throttling" });
  log.record({ ...call, service: "sts", operation: "AssumeRole" });
  expect(log.count()).toBe(4);
  expect(log.count({ service: "iam" })).toBe(3);
  expect(log.count({ service: "iam", status: 200 })).toBe(2);
  expect(log.count({ operation: "ListUsers", accountId: "444455556666" })).toBe(1);
  expect(log.count({ errorCode: "Throttling" })).toBe(1);
  expect(log.count({ principalArn: "arn:aws:iam::444455556666:root" })).toBe(0);
});
