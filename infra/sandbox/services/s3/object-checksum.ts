import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../../cloud/aws-error.ts";
import { verifyChecksum } from "../../cloud/checksum.ts";
import type { ServiceRequest } from "../../cloud/service.ts";

/** The CRC-32 of a body as S3 writes it: four bytes, big-endian, base64. */
export function crc32Of(body: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}

/**
 * Compares the body with each checksum that came with it, as S3 does before it stores anything
 * (S3 user guide, "Checking object integrity").
 * @throws {AwsError} if one does not match or cannot be checked
 */
export function verifyChecksums({ headers, body }: Pick<ServiceRequest, "headers" | "body">): void {
  const md5 = headers["content-md5"];
  if (md5 !== undefined) {
    if (Buffer.from(md5, "base64").length !== 16)
      throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.");
    if (createHash("md5").update(body).digest("base64") !== md5)
      throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  for (const name of ["x-amz-checksum-crc32", "x-amz-checksum-sha1", "x-amz-checksum-sha256"]) {
    const value = headers[name];
    if (value !== undefined) verifyChecksum(name, value, body);
  }
}
