import { createHash, randomBytes } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import * as z from "zod/mini";
import { InvalidInput, parse } from "../../../../functions/runtime/parse.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import type { NewObject } from "./buckets.ts";
import { crc32Of } from "./object-checksum.ts";

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string | undefined;
  readonly parts: Map<number, { readonly body: Buffer; readonly md5: Buffer; readonly etag: string }>;
}

/** S3 user guide, "Amazon S3 multipart upload limits": every part but the last has at least 5 MiB. */
const smallestPart = 5 * 1024 * 1024;

const completionSchema = z.strictObject({
  CompleteMultipartUpload: z.strictObject({
    Part: z
      .array(
        z.strictObject({
          PartNumber: z.string().check(z.regex(/^\d+$/)),
          ETag: z.string(),
          ChecksumCRC32: z.optional(z.string()),
        }),
      )
      .check(z.minLength(1)),
  }),
});

type ListedPart = z.infer<typeof completionSchema>["CompleteMultipartUpload"]["Part"][number];

const xmlParser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  isArray: (name) => name === "Part",
});

/** The multipart uploads that were begun and neither completed nor aborted. */
export class MultipartUploads {
  readonly #uploads = new Map<string, Upload>();

  /** Begins an upload and gives its id. */
  create(bucket: string, key: string, contentType: string | undefined): string {
    const id = randomBytes(48).toString("base64url");
    this.#uploads.set(id, { bucket, key, contentType, parts: new Map() });
    return id;
  }

  /** Keeps a part, in place of an earlier one of that number, and gives its ETag. */
  putPart(id: string, bucket: string, key: string, partNumber: string, body: Buffer): string {
    const number = Number(partNumber);
    if (!Number.isInteger(number) || number < 1 || number > 10_000)
      throw new AwsError("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
    const md5 = createHash("md5").update(body).digest();
    const etag = `"${md5.toString("hex")}"`;
    this.#existing(id, bucket, key).parts.set(number, { body, md5, etag });
    return etag;
  }

  /**
   * The object that the listed parts make. The upload stays until `end`, so that a refused completion can be
   * repeated.
   */
  assemble(id: string, bucket: string, key: string, xml: string): NewObject {
    const { parts, contentType } = this.#existing(id, bucket, key);
    const listed = readCompletion(xml);
    const numbers = listed.map(({ PartNumber }) => Number(PartNumber));
    if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0)))
      throw new AwsError(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
      );
    const chosen = listed.map((part) => {
      const found = parts.get(Number(part.PartNumber));
      if (
        found === undefined ||
        unquoted(found.etag) !== unquoted(part.ETag) ||
        !hasChecksum(found.body, part)
      )
        throw new AwsError(
          "InvalidPart",
          "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        );
      return found;
    });
    if (chosen.slice(0, -1).some(({ body }) => body.length < smallestPart))
      throw new AwsError(
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed object size.",
      );
    const digest = createHash("md5").update(Buffer.concat(chosen.map(({ md5 }) => md5)));
    return {
      body: Buffer.concat(chosen.map(({ body }) => body)),
      contentType,
      etag: `"${digest.digest("hex")}-${chosen.length}"`,
    };
  }

  /** Forgets an upload, completed or aborted. */
  end(id: string, bucket: string, key: string): void {
    this.#existing(id, bucket, key);
    this.#uploads.delete(id);
  }

  /** How many are open: each would be paid for until somebody aborts it. */
  get open(): number {
    return this.#uploads.size;
  }

  #existing(id: string, bucket: string, key: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined || upload.bucket !== bucket || upload.key !== key)
      throw new AwsError(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        404,
      );
    return upload;
  }
}

function readCompletion(xml: string): readonly ListedPart[] {
  try {
    return parse(completionSchema, xmlParser.parse(xml), "CompleteMultipartUpload").CompleteMultipartUpload
      .Part;
  } catch (cause) {
    const detail = cause instanceof InvalidInput ? ` ${cause.message}` : "";
    throw new AwsError(
      "MalformedXML",
      `The XML you provided was not well-formed or did not validate against our published schema.${detail}`,
      400,
      { cause },
    );
  }
}

function hasChecksum(body: Buffer, { ChecksumCRC32 }: ListedPart): boolean {
  return ChecksumCRC32 === undefined || ChecksumCRC32 === crc32Of(body);
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', "");
}
