import { partitionOf } from "../../../cdk/names.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import type { Authorization, Service, ServiceRequest, ServiceResponse } from "../../cloud/service.ts";
import type { Bucket, Buckets } from "./buckets.ts";
import { listObjects } from "./list-objects.ts";
import { MultipartUploads } from "./multipart-uploads.ts";
import { crc32Of, verifyChecksums } from "./object-checksum.ts";
import { readObject } from "./read-object.ts";
import { notImplemented, readS3Call, type S3Call, type S3Operation } from "./s3-call.ts";
import { textElement, xmlError, xmlResponse } from "./s3-xml.ts";

/** What S3 is put together from. */
export interface S3ServiceProps {
  readonly buckets: Buckets;
  /** Whether a caller has `s3:ListBucket`: only then may it learn that an object is not there. */
  mayListBucket(caller: Pick<ServiceRequest, "principal" | "region">, bucketArn: string): boolean;
}

/** S3 API reference, "Amazon S3 API operations and required permissions". */
const actions: Readonly<Record<S3Operation, string>> = {
  PutObject: "s3:PutObject",
  GetObject: "s3:GetObject",
  HeadObject: "s3:GetObject",
  DeleteObject: "s3:DeleteObject",
  ListObjectsV2: "s3:ListBucket",
  CreateMultipartUpload: "s3:PutObject",
  UploadPart: "s3:PutObject",
  CompleteMultipartUpload: "s3:PutObject",
  AbortMultipartUpload: "s3:AbortMultipartUpload",
};

/** The S3 calls that Curfew and the AWS CLI's `s3 ls` and `s3 cp` make, over REST XML with path-style addresses. */
export class S3Service implements Service {
  readonly name = "s3";
  readonly uploads = new MultipartUploads();
  readonly #props: S3ServiceProps;

  constructor(props: S3ServiceProps) {
    this.#props = props;
  }

  operation(request: ServiceRequest): string {
    return readS3Call(request).operation;
  }

  authorizations(request: ServiceRequest): readonly Authorization[] {
    const { operation, bucket, key } = readS3Call(request);
    const action = actions[operation];
    if (key !== "") return [{ action, resource: `${bucketArn(request, bucket)}/${key}` }];
    const context: Record<string, string> = {};
    for (const name of ["prefix", "delimiter", "max-keys"]) {
      const value = request.query.get(name);
      if (value !== null) context[`s3:${name}`] = value;
    }
    return [{ action, resource: bucketArn(request, bucket), context }];
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const call = readS3Call(request);
    const bucket = this.#props.buckets.ownedBy(request.principal.accountId, call.bucket);
    const expectedOwner = request.headers["x-amz-expected-bucket-owner"];
    if (expectedOwner !== undefined && expectedOwner !== bucket.accountId)
      throw new AwsError("AccessDenied", "Access Denied", 403);
    switch (call.operation) {
      case "PutObject":
        return putObject(bucket, call, request);
      case "GetObject":
      case "HeadObject":
        return this.#readObject(bucket, call, request);
      case "DeleteObject":
        bucket.delete(call.key);
        return empty(204, request);
      case "ListObjectsV2":
        return listObjects(bucket, request);
      case "CreateMultipartUpload":
        return this.#createUpload(call, request);
      case "UploadPart":
        return this.#uploadPart(call, request);
      case "CompleteMultipartUpload":
        return this.#completeUpload(bucket, call, request);
      case "AbortMultipartUpload":
        this.uploads.end(uploadId(request), call.bucket, call.key);
        return empty(204, request);
    }
  }

  error(code: string, message: string, status: number, requestId: string): ServiceResponse {
    return xmlError(code, message, status, requestId);
  }

  #readObject(bucket: Bucket, { key }: S3Call, request: ServiceRequest): ServiceResponse {
    const object = bucket.get(key);
    if (object !== undefined) return readObject(object, request);
    // S3 API reference, GetObject, "Permissions": 404 with s3:ListBucket, 403 without.
    if (this.#props.mayListBucket(request, bucketArn(request, bucket.name)))
      throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    throw new AwsError("AccessDenied", "Access Denied", 403);
  }

  #createUpload({ bucket, key }: S3Call, request: ServiceRequest): ServiceResponse {
    const algorithm = request.headers["x-amz-checksum-algorithm"];
    if (algorithm !== undefined && algorithm !== "CRC32")
      throw notImplemented(`x-amz-checksum-algorithm ${algorithm}`);
    const id = this.uploads.create(bucket, key, request.headers["content-type"]);
    const children = [textElement("Bucket", bucket), textElement("Key", key), textElement("UploadId", id)];
    return xmlResponse("InitiateMultipartUploadResult", children, request.requestId);
  }

  #uploadPart({ bucket, key }: S3Call, request: ServiceRequest): ServiceResponse {
    verifyChecksums(request);
    const partNumber = request.query.get("partNumber") ?? "";
    const etag = this.uploads.putPart(uploadId(request), bucket, key, partNumber, request.body);
    return empty(200, request, { etag, "x-amz-checksum-crc32": crc32Of(request.body) });
  }

  #completeUpload(bucket: Bucket, { key }: S3Call, request: ServiceRequest): ServiceResponse {
    const id = uploadId(request);
    const assembled = this.uploads.assemble(id, bucket.name, key, request.body.toString("utf8"));
    refuseOverwrite(bucket, key, request);
    const { etag } = bucket.put(key, assembled);
    this.uploads.end(id, bucket.name, key);
    const children = [
      textElement("Location", `/${bucket.name}/${key}`),
      textElement("Bucket", bucket.name),
      textElement("Key", key),
      textElement("ETag", etag),
    ];
    return xmlResponse("CompleteMultipartUploadResult", children, request.requestId);
  }
}

function putObject(bucket: Bucket, { key }: S3Call, request: ServiceRequest): ServiceResponse {
  verifyChecksums(request);
  refuseOverwrite(bucket, key, request);
  const crc32 = crc32Of(request.body);
  const { etag } = bucket.put(key, {
    body: request.body,
    contentType: request.headers["content-type"],
    crc32,
  });
  return empty(200, request, {
    etag,
    "x-amz-checksum-crc32": crc32,
    "x-amz-checksum-type": "FULL_OBJECT",
  });
}

/** S3 user guide, "How to prevent object overwrites with conditional writes". */
function refuseOverwrite(bucket: Bucket, key: string, request: ServiceRequest): void {
  const condition = request.headers["if-none-match"];
  if (condition === undefined) return;
  if (condition !== "*") throw notImplemented(`If-None-Match ${condition}`);
  if (bucket.get(key) !== undefined)
    throw new AwsError(
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
      412,
    );
}

function empty(status: number, { requestId }: ServiceRequest, headers: Record<string, string> = {}) {
  return { status, headers: { "x-amz-request-id": requestId, ...headers }, body: "" };
}

function uploadId(request: ServiceRequest): string {
  return request.query.get("uploadId") ?? "";
}

function bucketArn({ region }: ServiceRequest, bucket: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucket}`;
}
