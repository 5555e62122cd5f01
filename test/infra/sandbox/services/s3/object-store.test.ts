import { expect, it } from "vitest";
import { getText, putText, readLines } from "../../../../../functions/aws/object-store.ts";
import { streamUp } from "../../../../../functions/aws/stream-up.ts";
import { bucket, startS3 } from "./s3-fixture.ts";

const location = { bucket, key: "runs/1/report.csv" };

async function* pieces(...texts: string[]) {
  yield* texts;
}

async function linesOf(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

it("writes a text and reads it again", async () => {
  const { s3, buckets } = await startS3();

  await putText(s3, location, '{"ä":1}', "application/json");

  expect(await getText(s3, location)).toBe('{"ä":1}');
  expect(buckets.get(bucket, location.key)?.contentType).toBe("application/json");
});

it("returns undefined for an object that does not exist", async () => {
  const { s3 } = await startS3();

  expect(await getText(s3, location)).toBeUndefined();
});

it.each([
  ["nothing", []],
  ["an empty piece", [""]],
  ["a few lines", ["a,b\n1", ",2\n"]],
])("uploads a stream of %s as one object", async (_, texts) => {
  const { s3, buckets, uploads } = await startS3();

  await streamUp(s3, location, pieces(...texts), "text/csv");

  expect(buckets.get(bucket, location.key)?.body.toString()).toBe(texts.join(""));
  expect(uploads.open).toBe(0);
});

it("uploads a stream that is larger than one part", async () => {
  const { s3, buckets, uploads } = await startS3();
  const line = `${"x".repeat(1023)}\n`;

  await streamUp(s3, location, pieces(...Array.from({ length: 12 * 1024 }, () => line)), "text/csv");

  const object = buckets.get(bucket, location.key);
  expect(object?.body.length).toBe(12 * 1024 * 1024);
  expect(object?.etag).toMatch(/-3"$/);
  expect(object?.contentType).toBe("text/csv");
  expect(uploads.open).toBe(0);
  expect(await linesOf(readLines(s3, location))).toHaveLength(12 * 1024);
});

it("aborts its upload when the source fails, and leaves no object", async () => {
  const { s3, buckets, uploads } = await startS3();
  async function* failing() {
    yield "x".repeat(6 * 1024 * 1024);
    throw new Error("the source failed");
  }

  await expect(streamUp(s3, location, failing(), "text/csv")).rejects.toThrow("the source failed");

  expect(buckets.keys(bucket)).toEqual([]);
  expect(uploads.open).toBe(0);
});

it("reads the lines of an object", async () => {
  const { s3 } = await startS3();
  await putText(s3, location, "one\ntwo\r\nthree", "text/plain");

  expect(await linesOf(readLines(s3, location))).toEqual(["one", "two", "three"]);
});
