import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { bucket, startS3 } from "./s3-fixture.ts";

const target = { Bucket: bucket, Key: "report.csv" };
const fiveMebibytes = Buffer.alloc(5 * 1024 * 1024, "a");

async function begin(s3: S3Client) {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...target, ContentType: "text/csv" }),
  );
  const put = async (PartNumber: number, Body: Buffer) => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  return { UploadId, put, complete };
}

it("joins the parts in their order, with an ETag that counts them", async () => {
  const { s3, buckets, uploads } = await startS3();
  const { put, complete } = await begin(s3);

  const second = await put(2, Buffer.from("end"));
  const first = await put(1, fiveMebibytes);
  const { ETag } = await complete([first, second]);

  const object = buckets.get(bucket, "report.csv");
  expect(object?.body.equals(Buffer.concat([fiveMebibytes, Buffer.from("end")]))).toBe(true);
  expect(object?.contentType).toBe("text/csv");
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  expect(uploads.open).toBe(0);
});

it("refuses a part of less than 5 MiB that is not the last", async () => {
  const { s3, buckets } = await startS3();
  const { put, complete } = await begin(s3);

  const parts = [await put(1, fiveMebibytes.subarray(1)), await put(2, Buffer.from("end"))];

  await expect(complete(parts)).rejects.toMatchObject({ name: "EntityTooSmall" });
  expect(buckets.keys(bucket)).toEqual([]);
});

it("refuses parts out of order, unknown parts and wrong ETags", async () => {
  const { s3 } = await startS3();
  const { put, complete } = await begin(s3);
  const one = await put(1, Buffer.from("one"));
  const two = await put(2, Buffer.from("two"));

  await expect(complete([two, one])).rejects.toMatchObject({ name: "InvalidPartOrder" });
  await expect(complete([{ ...one, PartNumber: 3 }])).rejects.toMatchObject({ name: "InvalidPart" });
  await expect(complete([{ ...one, ETag: two.ETag }])).rejects.toMatchObject({ name: "InvalidPart" });
  await expect(complete([])).rejects.toMatchObject({ name: "MalformedXML" });
});

it("refuses a part whose checksum does not match, and part numbers beyond 10,000", async () => {
  const { s3 } = await startS3();
  const { UploadId, put } = await begin(s3);
  const part = { ...target, UploadId, PartNumber: 1, Body: "x", ChecksumCRC32: "AAAAAA==" };

  await expect(s3.send(new UploadPartCommand(part))).rejects.toMatchObject({ name: "BadDigest" });
  await expect(put(10_001, Buffer.from("x"))).rejects.toMatchObject({ name: "InvalidArgument" });
});

it("does not find an upload after it was aborted", async () => {
  const { s3, uploads } = await startS3();
  const { UploadId, put } = await begin(s3);

  await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));

  expect(uploads.open).toBe(0);
  await expect(put(1, Buffer.from("x"))).rejects.toMatchObject({ name: "NoSuchUpload" });
});

it("needs s3:AbortMultipartUpload to abort and s3:PutObject for the rest", async () => {
  const { s3As, uploads } = await startS3();
  const s3 = s3As({ Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*` });
  const { UploadId, put, complete } = await begin(s3);

  await complete([await put(1, Buffer.from("x"))]);
  const aborting = s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));

  await expect(aborting).rejects.toThrow(/s3:AbortMultipartUpload on resource/);
  expect(uploads.open).toBe(0);
});
