import { expect, test } from "vitest";
import { errorCodeOf } from "../../../../infra/sandbox/cloud/error-code.ts";

test.each([
  ["a header", { "x-amzn-ErrorType": "NotFoundException:http://internal/" }, "{}", "NotFoundException"],
  [
    "a JSON body",
    {},
    '{"__type":"com.amazonaws.dynamodb#ResourceNotFoundException"}',
    "ResourceNotFoundException",
  ],
  ["an XML body", {}, "<Error><Code>NoSuchKey</Code></Error>", "NoSuchKey"],
  ["no place", {}, "", undefined],
])("the code of an error is found in %s", (_, headers, body, code) => {
  expect(errorCodeOf({ status: 400, headers, body })).toBe(code);
  expect(errorCodeOf({ status: 400, headers, body: Buffer.from(body) })).toBe(code);
});

test("a success has no error code, whatever its body", () => {
  expect(errorCodeOf({ status: 200, headers: {}, body: "<Code>NoSuchKey</Code>" })).toBeUndefined();
});
