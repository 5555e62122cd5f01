import { expect, test } from "vitest";
import {
  jsonBody,
  jsonError,
  jsonOperation,
  jsonResponse,
} from "../../../../infra/sandbox/cloud/json-protocol.ts";
import { serviceRequest } from "./request-fixture.ts";

test("the operation is what follows the last dot of the target", () => {
  const headers = { "x-amz-target": "AWSOrganizationsV20161128.ListAccounts" };
  expect(jsonOperation(serviceRequest({ headers }))).toBe("ListAccounts");
});

test("a request without a target is refused", () => {
  expect(() => jsonOperation(serviceRequest())).toThrow(
    expect.objectContaining({ code: "UnknownOperationException" }),
  );
});

test("an empty body is an empty input, and a body that is not JSON is refused with its cause", () => {
  expect(jsonBody(serviceRequest())).toEqual({});
  expect(jsonBody(serviceRequest({ body: Buffer.from('{"MaxResults":20}') }))).toEqual({ MaxResults: 20 });
  expect(() => jsonBody(serviceRequest({ body: Buffer.from("{") }))).toThrow(
    expect.objectContaining({ code: "SerializationException", cause: expect.any(SyntaxError) }),
  );
});

test("a success has its protocol version and request ID", () => {
  expect(jsonResponse({ Accounts: [] }, "id-1", "1.1")).toEqual({
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "id-1" },
    body: '{"Accounts":[]}',
  });
  expect(jsonResponse(undefined, "id-1", "1.0").body).toBe("{}");
});

test("an error names its code in the body and in a header", () => {
  expect(jsonError("AccountNotFoundException", "no such account", 400, "id-1", "1.1")).toEqual({
    status: 400,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-requestid": "id-1",
      "x-amzn-errortype": "AccountNotFoundException",
    },
    body: '{"__type":"AccountNotFoundException","message":"no such account"}',
  });
});
