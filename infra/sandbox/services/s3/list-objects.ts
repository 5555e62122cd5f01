import { AwsError } from "../../cloud/aws-error.ts";
import type { ServiceRequest, ServiceResponse } from "../../cloud/service.ts";
import { type Bucket, compareKeys } from "./buckets.ts";
import { parentElement, textElement, xmlResponse } from "./s3-xml.ts";

/** The most keys of a page, whatever the caller asks for (S3 API reference, ListObjectsV2). */
const largestPage = 1000;

/** ListObjectsV2: keys and common prefixes after a point, in byte order, a page at a time. */
export function listObjects(bucket: Bucket, { query, requestId }: ServiceRequest): ServiceResponse {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const startAfter = query.get("start-after");
  const token = query.get("continuation-token");
  const maxKeys = readMaxKeys(query.get("max-keys"));
  const encode = encoderFor(query.get("encoding-type"));
  const isAfterStart = startsAfter(token === null ? undefined : readToken(token), startAfter, delimiter);

  const entries = new Map<string, "key" | "prefix">();
  let isTruncated = false;
  for (const key of bucket.keys(prefix)) {
    if (!isAfterStart(key)) continue;
    const common = commonPrefix(key, prefix, delimiter);
    if (common !== undefined && entries.has(common)) continue;
    if (entries.size === maxKeys) {
      isTruncated = maxKeys > 0;
      break;
    }
    entries.set(common ?? key, common === undefined ? "key" : "prefix");
  }

  const names = [...entries.keys()];
  const last = names.at(-1);
  return xmlResponse(
    "ListBucketResult",
    [
      textElement("Name", bucket.name),
      textElement("Prefix", encode(prefix)),
      ...(delimiter === "" ? [] : [textElement("Delimiter", encode(delimiter))]),
      ...(startAfter === null ? [] : [textElement("StartAfter", encode(startAfter))]),
      ...(token === null ? [] : [textElement("ContinuationToken", token)]),
      ...(query.get("encoding-type") === null ? [] : [textElement("EncodingType", "url")]),
      textElement("KeyCount", names.length),
      textElement("MaxKeys", maxKeys),
      textElement("IsTruncated", isTruncated),
      ...(isTruncated && last !== undefined ? [textElement("NextContinuationToken", tokenFor(last))] : []),
      ...names.map((name) =>
        entries.get(name) === "prefix"
          ? parentElement("CommonPrefixes", [textElement("Prefix", encode(name))])
          : contentsElement(bucket, name, encode),
      ),
    ],
    requestId,
  );
}

function contentsElement(bucket: Bucket, key: string, encode: (text: string) => string): string {
  const object = bucket.get(key);
  if (object === undefined) throw new Error(`${key} is listed but not there`);
  return parentElement("Contents", [
    textElement("Key", encode(key)),
    textElement("LastModified", object.lastModified.toISOString()),
    textElement("ETag", object.etag),
    textElement("Size", object.body.length),
    textElement("StorageClass", "STANDARD"),
  ]);
}

/** The part of a key up to the first delimiter behind the prefix, where there is one. */
function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** A token may name a common prefix: then everything below it was said already. */
function startsAfter(token: string | undefined, startAfter: string | null, delimiter: string) {
  const start = token ?? startAfter ?? undefined;
  const skipsBelow = token !== undefined && delimiter !== "" && token.endsWith(delimiter);
  return (key: string) =>
    start === undefined || (compareKeys(key, start) > 0 && !(skipsBelow && key.startsWith(start)));
}

function tokenFor(lastName: string): string {
  return Buffer.from(`after ${lastName}`).toString("base64");
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64").toString();
  if (!text.startsWith("after "))
    throw new AwsError("InvalidArgument", "The continuation token provided is incorrect");
  return text.slice("after ".length);
}

function readMaxKeys(text: string | null): number {
  if (text === null) return largestPage;
  if (!/^\d{1,10}$/.test(text))
    throw new AwsError("InvalidArgument", "Provided max-keys not an integer or within integer range");
  return Math.min(Number(text), largestPage);
}

/** With `encoding-type=url` a listing can hold keys that XML cannot. */
function encoderFor(encodingType: string | null): (text: string) => string {
  if (encodingType === null) return (text) => text;
  if (encodingType !== "url")
    throw new AwsError("InvalidArgument", "Invalid Encoding Method specified in Request");
  return (text) => encodeURIComponent(text).replaceAll("%2F", "/");
}
