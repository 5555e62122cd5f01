import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAwsChunked, withoutAwsChunks } from "../../../../infra/sandbox/cloud/aws-chunked.ts";

/** A body in chunks, with its trailers. */
function chunked(chunks: readonly Uint8Array[], trailers: Record<string, string> = {}): Buffer {
  const parts = chunks.flatMap((chunk) => [`${chunk.length.toString(16)}\r\n`, chunk, "\r\n"]);
  const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\r\n`);
  return Buffer.concat([...parts, "0\r\n", ...lines, "\r\n"].map((part) => Buffer.from(part)));
}

function crc32Of(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}

const plain = Buffer.from("a line\r\n0\r\n\r\nand more");
const trailers = { "x-amz-checksum-crc32": crc32Of(plain) };
const headers = {
  "content-encoding": "aws-chunked",
  "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "x-amz-decoded-content-length": String(plain.length),
  "x-amz-trailer": "x-amz-checksum-crc32",
};

describe("decoding", () => {
  test("restores a body that was split into chunks, whatever it contains", () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 8 }), (chunks) => {
        expect(decodeAwsChunked(chunked(chunks, { "X-Amz-Checksum": " a= " }))).toEqual({
          body: Buffer.concat(chunks),
          trailers: { "x-amz-checksum": "a=" },
        });
      }),
    );
  });

  test("a truncated body is refused, wherever it ends", () => {
    const whole = chunked([plain, plain], trailers);
    for (let end = 0; end < whole.length; end += 1)
      expect(() => decodeAwsChunked(whole.subarray(0, end))).toThrow("number of bytes");
    expect(() => decodeAwsChunked(Buffer.concat([whole, plain]))).toThrow("number of bytes");
  });

  test("a malformed length or trailer is refused", () => {
    expect(() => decodeAwsChunked(Buffer.from("5;chunk-signature=abc\r\nhello\r\n0\r\n\r\n"))).toThrow();
    expect(() => decodeAwsChunked(Buffer.from("0\r\nno trailer\r\n\r\n"))).toThrow("is not a trailer");
  });
});

describe("removing the encoding", () => {
  test("leaves the plain body and the headers it would have had", () => {
    const request = {
      headers: { ...headers, "content-encoding": "aws-chunked,gzip" },
      body: chunked([plain], trailers),
    };
    const { headers: found, body } = withoutAwsChunks(request);
    expect(body).toEqual(plain);
    expect(found).toEqual({
      ...headers,
      ...trailers,
      "content-encoding": "gzip",
      "content-length": String(plain.length),
    });
    expect(withoutAwsChunks({ headers, body: request.body }).headers).not.toHaveProperty("content-encoding");
  });

  test("changes no other request", () => {
    const request = { headers: { "content-encoding": "gzip" }, body: chunked([plain]) };
    expect(withoutAwsChunks(request)).toEqual(request);
  });

  test.each([
    ["sha256", createHash("sha256").update(plain).digest("base64")],
    ["sha1", createHash("sha1").update(plain).digest("base64")],
  ])("verifies a checksum by %s", (algorithm, value) => {
    const name = `x-amz-checksum-${algorithm}`;
    const request = (checksum: string) => ({
      headers: { ...headers, "x-amz-trailer": name },
      body: chunked([plain], { [name]: checksum }),
    });
    expect(withoutAwsChunks(request(value)).headers[name]).toBe(value);
    expect(() => withoutAwsChunks(request("AAAA"))).toThrow(expect.objectContaining({ code: "BadDigest" }));
  });

  test.each([
    ["BadDigest", headers, { "x-amz-checksum-crc32": "AAAAAA==" }],
    [
      "NotImplemented",
      { ...headers, "x-amz-trailer": "x-amz-checksum-crc64nvme" },
      { "x-amz-checksum-crc64nvme": "a" },
    ],
    ["IncompleteBody", { ...headers, "x-amz-decoded-content-length": "5" }, trailers],
    ["MalformedTrailerError", headers, {}],
    ["MalformedTrailerError", { ...headers, "x-amz-trailer": "" }, trailers],
  ])("%s", (code, given, trailing) => {
    const request = { headers: given, body: chunked([plain], trailing) };
    expect(() => withoutAwsChunks(request)).toThrow(expect.objectContaining({ code }));
  });
});
