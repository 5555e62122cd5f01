import { AwsError } from "../../cloud/aws-error.ts";
import type { ServiceRequest, ServiceResponse } from "../../cloud/service.ts";
import type { StoredObject } from "./buckets.ts";
import { notImplemented } from "./s3-call.ts";

/** GetObject and HeadObject: the object, or the range of it that was asked for. */
export function readObject(object: StoredObject, request: ServiceRequest): ServiceResponse {
  const ifMatch = request.headers["if-match"];
  if (
    ifMatch !== undefined &&
    ifMatch !== "*" &&
    ifMatch.replaceAll('"', "") !== object.etag.replaceAll('"', "")
  )
    throw new AwsError(
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
      412,
    );
  const { length } = object.body;
  const range = readRange(request.headers.range, length);
  const body = range === undefined ? object.body : object.body.subarray(range.from, range.to + 1);
  // The SDK checks what it received against this; a checksum of the whole says nothing about a range.
  const wantsChecksum = request.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED";
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      "content-type": object.contentType,
      "content-length": String(body.length),
      "accept-ranges": "bytes",
      etag: object.etag,
      "last-modified": object.lastModified.toUTCString(),
      "x-amz-request-id": request.requestId,
      ...(range === undefined ? {} : { "content-range": `bytes ${range.from}-${range.to}/${length}` }),
      ...(wantsChecksum && range === undefined && object.crc32 !== undefined
        ? { "x-amz-checksum-crc32": object.crc32, "x-amz-checksum-type": "FULL_OBJECT" }
        : {}),
    },
    body: request.method === "HEAD" ? "" : body,
  };
}

/** One range in one of the three forms of RFC 9110, section 14.1.2; S3 has no multiple ranges. */
function readRange(header: string | undefined, length: number): { from: number; to: number } | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || first + last === "")
    throw notImplemented(`Range ${header}`);
  const from = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === "" || last === "" ? length - 1 : Math.min(Number(last), length - 1);
  if (from > to) throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416);
  return { from, to };
}
