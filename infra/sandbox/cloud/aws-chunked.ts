import { AwsError } from "./aws-error.ts";
import { verifyChecksum } from "./checksum.ts";
import type { ServiceRequest } from "./service.ts";

/** What of a request the encoding changes. */
export type EncodedBody = Pick<ServiceRequest, "headers" | "body">;

const streaming = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/**
 * Takes the `aws-chunked` encoding off a request, with which the SDKs send streams to S3, so that services
 * get the plain body. The checksum that trails behind is verified and put among the headers
 * (S3 API reference, "Signature calculations for trailing headers").
 * @throws {AwsError} if the body is truncated or its checksum does not match
 */
export function withoutAwsChunks({ headers, body }: EncodedBody): EncodedBody {
  const encodings = (headers["content-encoding"] ?? "").split(",").map((name) => name.trim());
  if (!encodings.includes("aws-chunked") && headers["x-amz-content-sha256"] !== streaming)
    return { headers, body };
  const { body: plain, trailers } = decodeAwsChunked(body);
  if (headers["x-amz-decoded-content-length"] !== String(plain.length)) throw incomplete();
  const declared = (headers["x-amz-trailer"] ?? "").split(",").flatMap((name) => name.trim() || []);
  if (declared.toSorted().join() !== Object.keys(trailers).toSorted().join())
    throw new AwsError("MalformedTrailerError", "The trailers are not those that x-amz-trailer declared");
  for (const [name, value] of Object.entries(trailers))
    if (name.startsWith("x-amz-checksum-")) verifyChecksum(name, value, plain);
  const { "content-encoding": _, ...others } = headers;
  const remaining = encodings.filter((name) => name !== "aws-chunked" && name !== "").join(",");
  return {
    headers: {
      ...others,
      ...trailers,
      ...(remaining === "" ? {} : { "content-encoding": remaining }),
      "content-length": String(plain.length),
    },
    body: plain,
  };
}

/**
 * Decodes chunks of the form `<length in hex>\r\n<bytes>\r\n`, up to one of no length and its trailers.
 * @throws {AwsError} if the body ends before that
 */
export function decodeAwsChunked(body: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  const line = () => {
    const end = body.indexOf("\r\n", position);
    if (end === -1) throw incomplete();
    const text = body.toString("latin1", position, end);
    position = end + 2;
    return text;
  };
  for (let length = chunkLength(line()); length > 0; length = chunkLength(line())) {
    const chunk = body.subarray(position, position + length);
    position += length;
    if (chunk.length < length || line() !== "") throw incomplete();
    chunks.push(chunk);
  }
  const trailers: Record<string, string> = {};
  for (let text = line(); text !== ""; text = line()) {
    const [, name, value] = /^([^:]+):\s*(.*?)\s*$/.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new AwsError("MalformedTrailerError", `${text} is not a trailer`);
    trailers[name.toLowerCase()] = value;
  }
  if (position !== body.length) throw incomplete();
  return { body: Buffer.concat(chunks), trailers };
}

function chunkLength(line: string): number {
  if (!/^[0-9a-f]+$/i.test(line)) throw incomplete();
  return Number.parseInt(line, 16);
}

function incomplete(): AwsError {
  return new AwsError(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header.",
  );
}
