import {
  DeleteObjectCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { bucket, startS3 } from "./s3-fixture.ts";

it("returns an uploaded object with its type, ETag, length and the cloud's time", async () => {
  const { s3 } = await startS3();
  const Key = "runs/2026-11-24/a b+c@d/é.json";

  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "grün", ContentType: "application/json" }));
  const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));

  expect(await found.Body?.transformToString()).toBe("grün");
  expect(found).toMatchObject({ ContentType: "application/json", ContentLength: 5 });
  expect(found.LastModified).toEqual(new Date("2026-11-24T02:00:00Z"));
  expect(head).toMatchObject({ ContentLength: 5, ETag: '"7b934a60ddc07b8f5b1134c03430bba6"' });
});

it("returns a checksum that lets the SDK notice a changed object", async () => {
  const { s3, buckets } = await startS3();
  buckets.createBucket("damaged", "111122223333").put("k", { body: Buffer.from("ab"), crc32: "AAAAAA==" });

  const reading = s3
    .send(new GetObjectCommand({ Bucket: "damaged", Key: "k" }))
    .then(({ Body }) => Body?.transformToString());

  await expect(reading).rejects.toThrow(/checksum mismatch/i);
});

it.each([
  ["bytes=1-2", "bc", "bytes 1-2/4"],
  ["bytes=2-", "cd", "bytes 2-3/4"],
  ["bytes=-3", "bcd", "bytes 1-3/4"],
  ["bytes=3-99", "d", "bytes 3-3/4"],
])("answers the range %s with %s", async (Range, text, ContentRange) => {
  const { s3 } = await startS3();
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "k", Body: "abcd" }));

  const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "k", Range }));

  expect(await found.Body?.transformToString()).toBe(text);
  expect(found.ContentRange).toBe(ContentRange);
});

it.each(["abcd", ""])("refuses a range that begins after the end of %j", async (text) => {
  const { s3, buckets } = await startS3();
  buckets.put(bucket, "k", text);

  const reading = s3.send(new GetObjectCommand({ Bucket: bucket, Key: "k", Range: "bytes=4-" }));

  await expect(reading).rejects.toMatchObject({ name: "InvalidRange", $metadata: { httpStatusCode: 416 } });
});

it("answers 404 for a missing object to a caller who may list the bucket", async () => {
  const { s3As } = await startS3();
  const s3 = s3As(
    { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/runs/*` },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` },
  );

  const reading = s3.send(new GetObjectCommand({ Bucket: bucket, Key: "runs/none" }));

  await expect(reading).rejects.toMatchObject({ name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
});

it("answers AccessDenied for a missing object to a caller who may not list the bucket", async () => {
  const { s3As } = await startS3();
  const s3 = s3As({ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/runs/*` });

  const reading = s3.send(new GetObjectCommand({ Bucket: bucket, Key: "runs/none" }));

  await expect(reading).rejects.toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
});

it("requires the permission for the operation on that object", async () => {
  const { s3As, buckets, callLog } = await startS3();
  const s3 = s3As({ Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/mine/*` });

  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "mine/a", Body: "x" }));

  await expect(
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: "theirs/a", Body: "x" })),
  ).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: "mine/a" }))).rejects.toThrow(
    /s3:DeleteObject on resource: arn:aws:s3:::.*\/mine\/a /,
  );
  expect(buckets.keys(bucket)).toEqual(["mine/a"]);
  expect(callLog.count({ operation: "PutObject", errorCode: "AccessDenied" })).toBe(1);
});

it("does not overwrite an object with If-None-Match", async () => {
  const { s3, buckets } = await startS3();
  const put = (Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: "k", Body, IfNoneMatch: "*" }));

  await put("first");
  const second = put("second");

  await expect(second).rejects.toMatchObject({
    name: "PreconditionFailed",
    $metadata: { httpStatusCode: 412 },
  });
  expect(buckets.get(bucket, "k")?.body.toString()).toBe("first");
});

it.each([
  ["ChecksumCRC32", "AAAAAA==", "BadDigest"],
  ["ChecksumSHA256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "BadDigest"],
  ["ContentMD5", "1B2M2Y8AsgTpgAmY7PhCfg==", "BadDigest"],
  ["ContentMD5", "c2hvcnQ=", "InvalidDigest"],
])("stores nothing if %s is %s", async (name, checksum, code) => {
  const { s3, buckets } = await startS3();

  const putting = s3.send(new PutObjectCommand({ Bucket: bucket, Key: "k", Body: "x", [name]: checksum }));

  await expect(putting).rejects.toMatchObject({ name: code });
  expect(buckets.keys(bucket)).toEqual([]);
});

it("deletes an object, and answers the same if there was none", async () => {
  const { s3, buckets } = await startS3();
  buckets.put(bucket, "k", "x");

  for (const _ of [1, 2])
    expect(
      (await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: "k" }))).$metadata.httpStatusCode,
    ).toBe(204);

  expect(buckets.keys(bucket)).toEqual([]);
});

it("denies the bucket of another account, and says which bucket does not exist", async () => {
  const { s3, stranger, buckets } = await startS3();
  buckets.put(bucket, "k", "x");

  await expect(stranger.send(new GetObjectCommand({ Bucket: bucket, Key: "k" }))).rejects.toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(
    s3.send(new PutObjectCommand({ Bucket: "no-such-bucket", Key: "k", Body: "x" })),
  ).rejects.toMatchObject({ name: "NoSuchBucket", $metadata: { httpStatusCode: 404 } });
});

it("refuses an operation that it does not have", async () => {
  const { s3 } = await startS3();

  const asking = s3.send(new GetObjectAclCommand({ Bucket: bucket, Key: "k" }));

  await expect(asking).rejects.toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
});

it.each([
  { IfNoneMatch: '"abc"' },
  { VersionId: "1" },
  { Range: "bytes=0-0,2-2" },
  { ResponseContentType: "text/html" },
])("refuses a GetObject with %o, because it does not support that", async (more) => {
  const { s3, buckets } = await startS3();
  buckets.put(bucket, "k", "abcd");

  const reading = s3.send(new GetObjectCommand({ Bucket: bucket, Key: "k", ...more }));

  await expect(reading).rejects.toMatchObject({ name: "NotImplemented" });
});

it.each([
  { Metadata: { run: "1" } },
  { StorageClass: "GLACIER" as const },
  { ContentEncoding: "gzip" },
  { CacheControl: "no-store" },
  { IfNoneMatch: '"abc"' },
])("refuses a PutObject with %o, because it would lose that", async (more) => {
  const { s3, buckets } = await startS3();

  const putting = s3.send(new PutObjectCommand({ Bucket: bucket, Key: "k", Body: "x", ...more }));

  await expect(putting).rejects.toMatchObject({ name: "NotImplemented" });
  expect(buckets.keys(bucket)).toEqual([]);
});

it("accepts a key of 1,024 bytes and no longer one", async () => {
  const { s3, buckets } = await startS3();
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));

  await put("é".repeat(512));
  const tooLong = put(`${"é".repeat(512)}a`);

  await expect(tooLong).rejects.toMatchObject({ name: "KeyTooLongError" });
  expect(buckets.keys(bucket)).toEqual(["é".repeat(512)]);
});
