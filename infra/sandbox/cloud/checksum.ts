import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "./aws-error.ts";

/**
 * Checks a body against one of S3's checksum headers or trailers, `x-amz-checksum-crc32`
 * (S3 user guide, "Checking object integrity").
 * @throws {AwsError} if it does not match, or names an algorithm that Node does not bring along
 */
export function verifyChecksum(header: string, value: string, body: Uint8Array): void {
  const algorithm = header.replace(/^x-amz-checksum-/, "");
  if (checksum(algorithm, body) !== value)
    throw new AwsError(
      "BadDigest",
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
}

function checksum(algorithm: string, body: Uint8Array): string {
  if (algorithm === "sha1" || algorithm === "sha256")
    return createHash(algorithm).update(body).digest("base64");
  if (algorithm !== "crc32")
    throw new AwsError("NotImplemented", `The checksum ${algorithm} is not implemented`, 501);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}
