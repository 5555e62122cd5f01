import { AwsError } from "../../cloud/aws-error.ts";
import type { ServiceRequest } from "../../cloud/service.ts";

/** The operations of S3 that the embedded cloud has. */
export type S3Operation =
  | "PutObject"
  | "GetObject"
  | "HeadObject"
  | "DeleteObject"
  | "ListObjectsV2"
  | "CreateMultipartUpload"
  | "UploadPart"
  | "CompleteMultipartUpload"
  | "AbortMultipartUpload";

/** One call to S3, read from method, path and query string. */
export interface S3Call {
  readonly operation: S3Operation;
  readonly bucket: string;
  /** Empty for calls about the bucket. */
  readonly key: string;
}

/** How an operation looks on the wire, and every query parameter and header that it may carry. */
interface Shape {
  readonly operation: S3Operation;
  readonly method: string;
  readonly on: "bucket" | "object";
  /** Query parameters that distinguish it from other operations. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly headers: readonly string[];
}

const checksumHeaders = [
  "content-md5",
  "x-amz-checksum-crc32",
  "x-amz-checksum-sha1",
  "x-amz-checksum-sha256",
  "x-amz-sdk-checksum-algorithm",
];

/** S3 API reference, the page of each operation. */
const shapes: readonly Shape[] = [
  shape("PutObject", "PUT", "object", [], [], [...checksumHeaders, "if-none-match"]),
  shape("GetObject", "GET", "object", [], [], ["range", "if-match", "x-amz-checksum-mode"]),
  shape("HeadObject", "HEAD", "object", [], [], ["if-match", "x-amz-checksum-mode"]),
  shape("DeleteObject", "DELETE", "object", [], [], []),
  shape("CreateMultipartUpload", "POST", "object", ["uploads"], [], ["x-amz-checksum-algorithm"]),
  shape("UploadPart", "PUT", "object", ["partNumber", "uploadId"], [], checksumHeaders),
  shape("CompleteMultipartUpload", "POST", "object", ["uploadId"], [], ["if-none-match"]),
  shape("AbortMultipartUpload", "DELETE", "object", ["uploadId"], [], []),
  shape(
    "ListObjectsV2",
    "GET",
    "bucket",
    ["list-type"],
    ["prefix", "delimiter", "max-keys", "continuation-token", "start-after", "encoding-type"],
    [],
  ),
];

function shape(
  operation: S3Operation,
  method: string,
  on: Shape["on"],
  required: readonly string[],
  optional: readonly string[],
  headers: readonly string[],
): Shape {
  return { operation, method, on, required, optional, headers };
}

/** Of every request: authentication, the payload's framing, who sent it. */
const commonHeaders = new Set([
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-security-token",
  "x-amz-user-agent",
  "x-amz-decoded-content-length",
  "x-amz-trailer",
  "x-amz-expected-bucket-owner",
]);

/** Headers that change what S3 does, besides everything that begins with `x-amz-`. */
const meaningfulHeaders = new Set([
  "cache-control",
  "content-disposition",
  "content-language",
  "content-md5",
  "expires",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "range",
]);

/** A virtual-hosted-style host: `bucket.s3.eu-central-1.amazonaws.com`. Path-style hosts begin with `s3.`. */
const virtualHost = /^(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/;

/**
 * Reads a path-style or virtual-hosted-style call (S3 user guide, "Virtual hosting of buckets"). A parameter or header
 * that this S3 does not know is refused, for the caller would count on what it asked for.
 * @throws {AwsError} `NotImplemented`, as S3 words it, or `InvalidURI`
 */
export function readS3Call(request: ServiceRequest): S3Call {
  const [, hosted] = virtualHost.exec(request.headers.host ?? "") ?? [];
  const path = hosted === undefined ? request.path : `/${hosted}${request.path}`;
  const [bucket = "", ...rest] = path.replace(/^\//, "").split("/");
  const key = decodePath(rest.join("/"));
  const names = [...request.query.keys()].filter((name) => name !== "x-id");
  const found = shapes.find(
    ({ method, on, required, optional }) =>
      method === request.method &&
      on === (key === "" ? "bucket" : "object") &&
      required.every((name) => names.includes(name)) &&
      names.every((name) => required.includes(name) || optional.includes(name)),
  );
  if (found === undefined || bucket === "")
    throw notImplemented(`${request.method} ${key === "" ? "bucket" : "object"} ?${names.join("&")}`);
  for (const name of Object.keys(request.headers)) {
    const matters = name.startsWith("x-amz-") || meaningfulHeaders.has(name);
    if (matters && !commonHeaders.has(name) && !found.headers.includes(name))
      throw notImplemented(`${found.operation} with ${name}`);
  }
  const encoding = request.headers["content-encoding"] ?? "aws-chunked";
  if (encoding !== "aws-chunked" && encoding !== "") throw notImplemented(`Content-Encoding ${encoding}`);
  if (found.operation === "ListObjectsV2" && request.query.get("list-type") !== "2")
    throw notImplemented(`list-type ${request.query.get("list-type")}`);
  // Error responses table of the S3 API reference: a key is at most 1,024 bytes long.
  if (Buffer.byteLength(key) > 1024) throw new AwsError("KeyTooLongError", "Your key is too long");
  return { operation: found.operation, bucket: decodePath(bucket), key };
}

/** S3's own refusal of what it cannot do. */
export function notImplemented(what: string): AwsError {
  return new AwsError(
    "NotImplemented",
    `A header or query you provided implies functionality that is not implemented: ${what}`,
    501,
  );
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400, { cause });
  }
}
