import { ListObjectsV2Command, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { bucket, startS3 } from "./s3-fixture.ts";

it("lists the keys below a prefix in pages of at most a thousand", async () => {
  const { s3, buckets } = await startS3();
  const keys = Array.from({ length: 2100 }, (_, index) => `runs/${String(index).padStart(4, "0")}`);
  for (const key of [...keys, "other"]) buckets.put(bucket, key, "x");

  const pages: string[][] = [];
  for await (const page of paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: "runs/", MaxKeys: 5000 },
  ))
    pages.push((page.Contents ?? []).map(({ Key }) => Key ?? ""));

  expect(pages.map((page) => page.length)).toEqual([1000, 1000, 100]);
  expect(pages.flat()).toEqual(keys);
});

it("orders keys by their UTF-8 bytes", async () => {
  const { s3, buckets } = await startS3();
  for (const key of ["\u{1F511}", "\uFF5E", "b", "B", "é"]) buckets.put(bucket, key, "x");

  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));

  expect(Contents?.map(({ Key }) => Key)).toEqual(["B", "b", "é", "\uFF5E", "\u{1F511}"]);
});

it("returns size, time and ETag of each object", async () => {
  const { s3, buckets } = await startS3();
  const { etag } = buckets.put(bucket, "k", "four");

  const { Contents, KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));

  expect(KeyCount).toBe(1);
  expect(Contents).toEqual([
    {
      Key: "k",
      Size: 4,
      ETag: etag,
      LastModified: new Date("2026-11-24T02:00:00Z"),
      StorageClass: "STANDARD",
    },
  ]);
});

it("counts a common prefix as one entry and does not repeat it on the next page", async () => {
  const { s3, buckets } = await startS3();
  for (const key of ["a/1", "a/2", "b", "c/1", "c/2"]) buckets.put(bucket, key, "x");
  const seen: string[] = [];

  for await (const page of paginateListObjectsV2(
    { client: s3, pageSize: 1 },
    { Bucket: bucket, Delimiter: "/" },
  ))
    seen.push(
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ""),
      ...(page.Contents ?? []).map(({ Key }) => Key ?? ""),
    );

  expect(seen).toEqual(["a/", "b", "c/"]);
});

it("begins after StartAfter", async () => {
  const { s3, buckets } = await startS3();
  for (const key of ["a", "b", "c"]) buckets.put(bucket, key, "x");

  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, StartAfter: "a" }));

  expect(Contents?.map(({ Key }) => Key)).toEqual(["b", "c"]);
});

it("encodes keys that XML does not allow if the caller asks for it", async () => {
  const { s3, buckets } = await startS3();
  buckets.put(bucket, "a b/\u0001<&", "x");

  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, EncodingType: "url" }));

  expect(Contents?.[0]?.Key).toBe("a%20b/%01%3C%26");
});

it("refuses a token that it did not issue", async () => {
  const { s3 } = await startS3();

  const listing = s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: "guessed" }));

  await expect(listing).rejects.toMatchObject({ name: "InvalidArgument" });
});

it("lets a policy limit listing to a prefix", async () => {
  const { s3As } = await startS3();
  const s3 = s3As({
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: `arn:aws:s3:::${bucket}`,
    Condition: { StringLike: { "s3:prefix": "runs/*" } },
  });

  const allowed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "runs/1" }));
  expect(allowed.KeyCount).toBe(0);

  const all = s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  await expect(all).rejects.toMatchObject({ name: "AccessDenied" });
});
