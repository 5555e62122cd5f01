import { execFile, execFileSync } from "node:child_process";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { account, clientsOf, roleWith, startStubFront } from "./front-fixture.ts";

const everything = { Effect: "Allow", Action: "*", Resource: "*" };

describe("a client with a valid signature", () => {
  test("is identified by its key", async () => {
    const { url, operator } = await startStubFront();
    const identity = await clientsOf(url, operator).sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: account, Arn: `arn:aws:iam::${account}:root` });
  });

  test("may use a session", async () => {
    const { url, identities } = await startStubFront();
    const { sts, iam, organizations } = clientsOf(
      url,
      identities.issueSession(addedRole(identities), "run", 900),
    );
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/worker/run`);
    expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([
      expect.objectContaining({ UserName: "jane & co" }),
    ]);
    expect((await organizations.send(new ListAccountsCommand({}))).Accounts).toEqual([]);
  });

  test.each(["plain.json", "runs/2026 11+24/é&=~'(1)*.json", "a//b/../c", "100%/%41"])(
    "may name an S3 object %s",
    async (Key) => {
      const { url, operator } = await startStubFront();
      const { s3 } = clientsOf(url, operator);
      await s3.send(new PutObjectCommand({ Bucket: "bucket", Key, Body: `content of ${Key}` }));
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "bucket", Key }));
      expect(await Body?.transformToString()).toBe(`content of ${Key}`);
    },
  );

  test("may stream to S3 without signing the body; the service gets it decoded, with its checksum verified", async () => {
    const { url, operator, s3: stub } = await startStubFront();
    const pieces = Array.from({ length: 40 }, (_, index) => `${index} `.repeat(2_000));
    const Body = Readable.from(pieces, { objectMode: false });
    const ContentLength = Buffer.byteLength(pieces.join(""));
    await clientsOf(url, operator).s3.send(
      new PutObjectCommand({
        Bucket: "bucket",
        Key: "streamed",
        Body,
        ContentLength,
        ContentEncoding: "gzip",
      }),
    );
    expect(stub.objects.get("/bucket/streamed")?.toString()).toBe(pieces.join(""));
    expect(stub.last?.headers).toMatchObject({
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "content-encoding": "gzip",
      "content-length": String(ContentLength),
      "x-amz-checksum-crc32": expect.stringMatching(/^.{6}==$/),
    });
  });
});

describe("a key", () => {
  test("that does not exist is refused with each service's own error", async () => {
    const { url } = await startStubFront();
    const { sts, organizations, s3 } = clientsOf(url, { accessKeyId: "AKIANOBODY", secretAccessKey: "a" });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "InvalidClientTokenId",
      $metadata: { httpStatusCode: 403 },
    });
    await expect(organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    await expect(s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "a" }))).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
    });
  });

  test("of a session needs the token of that session", async () => {
    const { url, identities } = await startStubFront();
    const { accessKeyId, secretAccessKey } = identities.issueSession(addedRole(identities), "run", 900);
    for (const sessionToken of [undefined, "other"]) {
      const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
      const call = clientsOf(url, keys).sts.send(new GetCallerIdentityCommand({}));
      await expect(call).rejects.toMatchObject({ name: "InvalidClientTokenId" });
    }
  });

  test("of a session expires with the session, in the cloud's time", async () => {
    const { url, identities, time } = await startStubFront();
    const { sts, organizations, s3 } = clientsOf(
      url,
      identities.issueSession(addedRole(identities), "run", 900),
    );
    time.now = new Date(time.now.getTime() + 899_000);
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(account);
    time.now = new Date(time.now.getTime() + 1_000);
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: "ExpiredToken" });
    await expect(organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: "ExpiredTokenException",
    });
    await expect(s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "a" }))).rejects.toMatchObject({
      name: "ExpiredToken",
    });
  });
});

describe("the date of a request", () => {
  const minute = 60_000;

  test.each([-4, 4])("may be %i minutes off", async (minutes) => {
    const { url, operator } = await startStubFront();
    const { sts } = clientsOf(url, operator, { systemClockOffset: minutes * minute });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(account);
  });

  test.each([-6, 6])("may not be %i minutes off", async (minutes) => {
    const { url, operator } = await startStubFront();
    const { sts } = clientsOf(url, operator, { systemClockOffset: minutes * minute });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      message: expect.stringContaining("more than 5 minutes"),
    });
  });

  test("may be 14 minutes off for S3, but not 16", async () => {
    const { url, operator } = await startStubFront();
    const put = () => new PutObjectCommand({ Bucket: "bucket", Key: "a", Body: "a" });
    await clientsOf(url, operator, { systemClockOffset: 14 * minute }).s3.send(put());
    const late = clientsOf(url, operator, { systemClockOffset: 16 * minute }).s3;
    await expect(late.send(put())).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
  });
});

// Python's client has its own signing code. It is not part of the project and may be missing.
if (isOnPath("aws"))
  test("the AWS CLI is accepted too", async () => {
    const { url, operator, s3 } = await startStubFront();
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_ACCESS_KEY_ID: operator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_CONFIG_FILE: "/dev/null",
    };
    const aws = (...args: string[]) => promisify(execFile)("aws", args, { env });
    const [identity] = await Promise.all([
      aws("sts", "get-caller-identity", "--output", "json"),
      aws("s3api", "put-object", "--bucket", "bucket", "--key", "a b+é.json", "--body", import.meta.filename),
    ]);
    expect(JSON.parse(identity.stdout)).toMatchObject({ Account: account });
    expect(s3.objects.get("/bucket/a%20b%2B%C3%A9.json")?.toString()).toContain("the AWS CLI is known too");
  });

function isOnPath(command: string): boolean {
  try {
    execFileSync("which", [command]);
    return true;
  } catch {
    return false;
  }
}

function addedRole(identities: Awaited<ReturnType<typeof startStubFront>>["identities"]) {
  const role = roleWith(everything);
  identities.addRole(role);
  return role;
}
