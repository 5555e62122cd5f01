import { createHash } from "node:crypto";
import { AwsError } from "../../cloud/aws-error.ts";
import type { CloudClock } from "../../cloud/service.ts";

/** An object as it lies in a bucket. */
export interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string;
  /** With its quotation marks. */
  readonly etag: string;
  /** Base64; absent if the object was put together from parts. */
  readonly crc32?: string;
  readonly lastModified: Date;
}

/** What a writer says about an object; S3 adds the rest. */
export interface NewObject {
  readonly body: Buffer;
  /** @default binary/octet-stream, as S3 */
  readonly contentType?: string | undefined;
  /** @default the MD5 of the body, as S3 has it for an object written in one piece */
  readonly etag?: string;
  readonly crc32?: string;
}

/** One bucket: an owner and its objects by key. */
export class Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly #clock: CloudClock;
  readonly #objects = new Map<string, StoredObject>();
  #sortedKeys: readonly string[] | undefined;

  constructor(name: string, accountId: string, clock: CloudClock) {
    this.name = name;
    this.accountId = accountId;
    this.#clock = clock;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  put(key: string, { body, contentType, etag, crc32 }: NewObject): StoredObject {
    const object = {
      body,
      contentType: contentType ?? "binary/octet-stream",
      etag: etag ?? `"${createHash("md5").update(body).digest("hex")}"`,
      ...(crc32 === undefined ? {} : { crc32 }),
      lastModified: this.#clock.now(),
    };
    if (!this.#objects.has(key)) this.#sortedKeys = undefined;
    this.#objects.set(key, object);
    return object;
  }

  delete(key: string): void {
    if (this.#objects.delete(key)) this.#sortedKeys = undefined;
  }

  /** In the order of their UTF-8 bytes, as ListObjectsV2 gives them. Sorted once for all pages of a listing. */
  keys(prefix = ""): readonly string[] {
    this.#sortedKeys ??= [...this.#objects.keys()].sort(compareKeys);
    return prefix === "" ? this.#sortedKeys : this.#sortedKeys.filter((key) => key.startsWith(prefix));
  }
}

/** All buckets of the embedded cloud, in memory: the in-process side of S3. */
export class Buckets {
  readonly #clock: CloudClock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: CloudClock) {
    this.#clock = clock;
  }

  /** Bucket names are one namespace for all accounts (S3 user guide, "Bucket naming rules"). */
  createBucket(name: string, accountId: string): Bucket {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) throw new Error(`${name} is no bucket name`);
    if (this.#buckets.has(name)) throw new Error(`There is a bucket ${name} already`);
    const bucket = new Bucket(name, accountId, this.#clock);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  get(bucketName: string, key: string): StoredObject | undefined {
    return this.#existing(bucketName).get(key);
  }

  keys(bucketName: string, prefix = ""): readonly string[] {
    return this.#existing(bucketName).keys(prefix);
  }

  put(bucketName: string, key: string, body: string | Uint8Array, contentType?: string): StoredObject {
    return this.#existing(bucketName).put(key, { body: Buffer.from(body), contentType });
  }

  /**
   * The bucket as a caller of that account may use it; there are no bucket policies that would let others in.
   * @throws {AwsError} `NoSuchBucket`, or `AccessDenied` where another account owns it
   */
  ownedBy(accountId: string, bucketName: string): Bucket {
    const bucket = this.#buckets.get(bucketName);
    if (bucket === undefined) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
    if (bucket.accountId !== accountId) throw new AwsError("AccessDenied", "Access Denied", 403);
    return bucket;
  }

  #existing(bucketName: string): Bucket {
    const bucket = this.#buckets.get(bucketName);
    if (bucket === undefined) throw new Error(`There is no bucket ${bucketName}`);
    return bucket;
  }
}

/** The order of S3 keys: their UTF-8 bytes. JavaScript compares UTF-16 units, which differ beyond U+FFFF. */
export function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
