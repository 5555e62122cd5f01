import { XMLParser } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import {
  escapeXml,
  queryError,
  queryMembers,
  queryResponse,
  readQuery,
} from "../../../../infra/sandbox/cloud/query-protocol.ts";
import { serviceRequest } from "./request-fixture.ts";

const namespace = "https://iam.amazonaws.com/doc/2010-05-08/";
const form = (body: string) =>
  serviceRequest({
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: Buffer.from(body),
  });

describe("reading a call", () => {
  test("action and version are separate from the decoded parameters", () => {
    expect(readQuery(form("Action=ListUsers&Version=2010-05-08&Marker=a%2Bb+c&Path=%C3%A9"))).toEqual({
      action: "ListUsers",
      version: "2010-05-08",
      params: { Marker: "a+b c", Path: "é" },
    });
  });

  test("a GET carries its parameters in the query", () => {
    const request = serviceRequest({ method: "GET", query: new URLSearchParams("Action=GetCallerIdentity") });
    expect(readQuery(request).action).toBe("GetCallerIdentity");
  });

  test("a call without an action is refused", () => {
    expect(() => readQuery(form("Version=2010-05-08"))).toThrow(
      expect.objectContaining({ code: "MissingAction", status: 400 }),
    );
  });

  test("a parameter that is given twice is refused, because one of the two would be ignored", () => {
    expect(() => readQuery(form("Action=ListUsers&Marker=a&Marker=b"))).toThrow("Marker");
  });

  test("members of a list come in the order of their positions, with their fields", () => {
    const params = {
      "Tags.member.10.Key": "last",
      "Tags.member.2.Key": "owner",
      "Tags.member.2.Value": "jane@example.com",
      "TagsOfOthers.member.1": "x",
    };
    expect(queryMembers(params, "Tags")).toEqual([
      { Key: "owner", Value: "jane@example.com" },
      { Key: "last" },
    ]);
    expect(queryMembers({ "Names.member.1": "a" }, "Names")).toEqual([{ "": "a" }]);
    expect(() => queryMembers({ "Tags.member.x": "a" }, "Tags")).toThrow("Tags.member.x");
  });
});

describe("answering", () => {
  test("a result is written as AWS writes it: lists of members, dates by the second, nothing for undefined", () => {
    const { status, headers, body } = queryResponse(
      "ListUsers",
      namespace,
      {
        Users: [{ UserName: "a", CreateDate: new Date("2026-11-24T02:00:00.123Z"), Path: undefined }],
        Tags: [],
        IsTruncated: false,
        Count: 2,
      },
      "id-1",
    );
    expect(status).toBe(200);
    expect(headers).toEqual({ "content-type": "text/xml", "x-amzn-requestid": "id-1" });
    expect(body).toBe(
      `<ListUsersResponse xmlns="${namespace}"><ListUsersResult>` +
        "<Users><member><UserName>a</UserName><CreateDate>2026-11-24T02:00:00Z</CreateDate></member></Users>" +
        "<Tags></Tags><IsTruncated>false</IsTruncated><Count>2</Count></ListUsersResult>" +
        "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></ListUsersResponse>",
    );
  });

  test("an operation without a result answers without a result element", () => {
    expect(queryResponse("UpdateAccessKey", namespace, undefined, "id-1").body).not.toContain("Result>");
  });

  test("an error below 500 is the sender's, from there on the receiver's", () => {
    expect(queryError("NoSuchEntity", "no <user>", 404, "id-1", namespace)).toEqual({
      status: 404,
      headers: { "content-type": "text/xml", "x-amzn-requestid": "id-1" },
      body:
        `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>` +
        "<Message>no &lt;user&gt;</Message></Error><RequestId>id-1</RequestId></ErrorResponse>",
    });
    expect(queryError("ServiceFailure", "", 500, "id-1", namespace).body).toContain("<Type>Receiver</Type>");
  });

  test("a parser reads back every character that XML allows", () => {
    const text = `<a b="c">&amp;'\r\n\t é 🔑 ]]>`;
    const parser = new XMLParser({ trimValues: false, htmlEntities: true });
    expect(parser.parse(`<t>${escapeXml(text)}</t>`)).toEqual({ t: text });
  });

  test("a character that XML does not allow is refused, not sent", () => {
    expect(() => escapeXml("a\u0000b")).toThrow("XML cannot hold");
    expect(() => escapeXml("\ud800")).toThrow("XML cannot hold");
  });
});
