import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import { clientsOf, type Keys, startStubFront } from "./front-fixture.ts";

/** A signed call of GetCallerIdentity, as a plain object that a test can change before it is sent. */
async function signedCall(url: string, credentials: Keys, headers: Record<string, string> = {}) {
  const { host, hostname, port } = new URL(url);
  const signer = new SignatureV4({ credentials, region: "us-east-1", service: "sts", sha256: Sha256 });
  const request = new HttpRequest({
    method: "POST",
    hostname,
    port: Number(port),
    path: "/",
    headers: { host, "content-type": "application/x-www-form-urlencoded", ...headers },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  const signed = await signer.sign(request);
  return { path: "/", headers: signed.headers, body: String(signed.body) };
}

async function post(url: string, { path, headers, body }: Awaited<ReturnType<typeof signedCall>>) {
  const response = await fetch(url + path, { method: "POST", headers, body });
  const text = await response.text();
  return { status: response.status, code: /<Code>(.*)<\/Code>/.exec(text)?.[1], text };
}

describe("a request that was changed after signing", () => {
  test("passes if nothing was changed", async () => {
    const { url, operator } = await startStubFront();
    expect(await post(url, await signedCall(url, operator))).toMatchObject({ status: 200 });
  });

  test.each([
    ["its body", { body: "Action=GetCallerIdentity&Version=2011-06-16" }],
    ["its path", { path: "/other" }],
    ["its query", { path: "/?Marker=a" }],
  ])("is refused after a change of %s", async (_, change) => {
    const { url, operator } = await startStubFront();
    const answer = await post(url, { ...(await signedCall(url, operator)), ...change });
    expect(answer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  test.each([
    ["changed", { "x-amz-meta": "2" }],
    ["added", { "x-amz-other": "1" }],
  ])("is refused with an x-amz header %s", async (_, change) => {
    const { url, operator } = await startStubFront();
    const call = await signedCall(url, operator, { "x-amz-meta": "1" });
    const answer = await post(url, { ...call, headers: { ...call.headers, ...change } });
    expect(answer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });

  test("is refused when another body comes with the hash of the one that was signed", async () => {
    const { url, operator } = await startStubFront();
    const call = await signedCall(url, operator);
    expect(call.headers["x-amz-content-sha256"]).toMatch(/^[0-9a-f]{64}$/);
    const answer = await post(url, { ...call, body: `${call.body}&Marker=a` });
    expect(answer.text).toContain("x-amz-content-sha256");
  });

  test("is refused with each service's own error when the secret is wrong", async () => {
    const { url, operator } = await startStubFront();
    const { sts, organizations, s3 } = clientsOf(url, { ...operator, secretAccessKey: "wrong" });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    await expect(organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: "InvalidSignatureException",
    });
    await expect(s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "a" }))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
  });

  test("is refused when an S3 body does not have the hash that was signed", async () => {
    const { url, operator } = await startStubFront();
    const { s3 } = clientsOf(url, operator);
    s3.middlewareStack.add(
      (next) => (args) => {
        if (HttpRequest.isInstance(args.request)) args.request.body = "forged";
        return next(args);
      },
      { step: "finalizeRequest", priority: "low", name: "tamper" },
    );
    const put = new PutObjectCommand({ Bucket: "bucket", Key: "a", Body: "signed" });
    await expect(s3.send(put)).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
  });
});
