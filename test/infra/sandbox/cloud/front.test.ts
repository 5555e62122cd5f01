import { once } from "node:events";
import { createConnection } from "node:net";
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { clientsOf, startStubFront } from "./front-fixture.ts";
import { stubSts } from "./stub-services.ts";

const minute = 60_000;

describe("an unsigned request", () => {
  test("is refused, except for health and pages", async () => {
    const page = async (path: string, query: URLSearchParams) => ({
      status: 200,
      headers: { "content-type": "text/html" },
      body: `${path} ${query.get("id")}`,
    });
    const { url } = await startStubFront({ pages: { "/mail": page } });
    expect(await (await fetch(`${url}/health`)).text()).toBe("ok");
    expect(await (await fetch(`${url}/mail/inbox?id=7`)).text()).toBe("/mail/inbox 7");
    expect((await fetch(`${url}/mail`, { method: "POST" })).status).toBe(403);
    const refused = await fetch(`${url}/mailbox`);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
  });

  test("is refused with a clear sentence when it is presigned", async () => {
    const { url } = await startStubFront();
    const response = await fetch(`${url}/bucket/a?X-Amz-Signature=abc`);
    expect([response.status, await response.text()]).toEqual([501, expect.stringContaining("header only")]);
  });
});

test("a header that is not Signature Version 4, and an unknown service, are refused", async () => {
  const { url, operator } = await startStubFront();
  const basic = await fetch(url, { headers: { authorization: "Basic abc" } });
  expect([basic.status, await basic.text()]).toEqual([400, expect.stringContaining("IncompleteSignature")]);
  const scope = `${operator.accessKeyId}/20261124/us-east-1/ec2/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${"0".repeat(64)}`;
  const unknown = await fetch(url, { headers: { authorization } });
  expect([unknown.status, await unknown.text()]).toEqual([501, expect.stringContaining("no service ec2")]);
});

test("a request larger than 16 MiB is refused", async () => {
  const { url, operator } = await startStubFront();
  const Body = Buffer.alloc(16 * 1024 * 1024 + 1);
  const put = clientsOf(url, operator).s3.send(new PutObjectCommand({ Bucket: "bucket", Key: "a", Body }));
  await expect(put).rejects.toMatchObject({ name: "EntityTooLarge" });
});

test("HEAD answers with the length of the GET answer", async () => {
  const { url, operator } = await startStubFront();
  const { s3 } = clientsOf(url, operator);
  await s3.send(new PutObjectCommand({ Bucket: "bucket", Key: "a", Body: "ten bytes." }));
  expect(await s3.send(new HeadObjectCommand({ Bucket: "bucket", Key: "a" }))).toMatchObject({
    ContentLength: 10,
  });
});

test("an answer has the date of its caller's clock, so that no SDK corrects its clock", async () => {
  const { url, time } = await startStubFront();
  time.now = new Date(Date.now() + 70 * 24 * 60 * minute);
  for (const signedAt of [new Date(), time.now]) {
    const date = signedAt.toISOString().replaceAll(/[-:]|\.\d+/g, "");
    const { headers } = await fetch(url, { headers: { "x-amz-date": date } });
    const answeredAt = new Date(headers.get("date") ?? "").getTime();
    expect(Math.abs(answeredAt - signedAt.getTime())).toBeLessThan(4 * minute);
  }
});

test("two services with one name are an error", async () => {
  await expect(startStubFront({ services: [stubSts, stubSts] })).rejects.toThrow("same signing name");
});

test("closing ends every connection, also one that waits for an answer", async () => {
  const { front, url } = await startStubFront({ pages: { "/never": () => new Promise(() => undefined) } });
  const socket = createConnection(Number(new URL(url).port), "127.0.0.1");
  socket.write("GET /health HTTP/1.1\r\nhost: a\r\n\r\n");
  await once(socket, "data");
  // Node closes idle connections itself; this one waits for an answer.
  socket.write("GET /never HTTP/1.1\r\nhost: a\r\n\r\n");
  await fetch(`${url}/health`);
  await Promise.all([once(socket, "close"), front.close()]);
  await expect(fetch(`${url}/health`)).rejects.toThrow("fetch failed");
});
