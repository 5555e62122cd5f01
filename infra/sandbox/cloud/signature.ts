import { createHash, timingSafeEqual } from "node:crypto";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { SignatureClaim } from "./authorization-header.ts";
import { AwsError } from "./aws-error.ts";
import type { Credential, Identities } from "./identities.ts";
import { refusal } from "./refusals.ts";
import type { CloudClock, Principal, ServiceRequest } from "./service.ts";

/** A request as it came, before anyone knows who sent it. */
export type ReceivedRequest = Pick<ServiceRequest, "method" | "path" | "query" | "headers" | "body">;

/** By what a signature is checked: who exists, and what time it is in the cloud, for sessions expire by it. */
export interface SignatureAuthority {
  readonly identities: Identities;
  readonly clock: CloudClock;
}

/**
 * Verifies a signature as AWS does: it is computed anew over what came, with the secret of the claimed key
 * (IAM user guide, "AWS Signature Version 4 for API requests"). The date of the request is compared with
 * the cloud's time, by which functions sign, and with the real time, by which everybody else does.
 * @throws {AwsError} in the words of the service, where the request is not what the owner of the key signed
 */
export async function verifySignature(
  received: ReceivedRequest,
  claim: SignatureClaim,
  { identities, clock }: SignatureAuthority,
): Promise<Principal> {
  const { service } = claim;
  const credential = identities.credential(claim.accessKeyId);
  if (credential === undefined)
    throw refusal(
      service,
      "unknownKey",
      service === "s3"
        ? "The AWS Access Key Id you provided does not exist in our records."
        : "The security token included in the request is invalid.",
    );
  const token = received.headers["x-amz-security-token"] ?? "";
  if (!equal(token, credential.sessionToken ?? ""))
    throw refusal(service, "wrongToken", "The security token included in the request is invalid.");
  const signedAt = signingDate(received, claim, clock);
  checkSignedHeaders(received, claim);
  checkPayload(received, service);
  if (!equal(claim.signature, await signatureOf(received, claim, credential, signedAt)))
    throw refusal(
      service,
      "wrongSignature",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
    );
  if (credential.expiresAt !== undefined && credential.expiresAt <= clock.now())
    throw refusal(service, "expiredToken", "The security token included in the request is expired");
  return credential.principal;
}

/** S3 allows 15 minutes between its clock and the sender's, everyone else five. */
function signingDate(
  { headers }: ReceivedRequest,
  { service, date }: SignatureClaim,
  clock: CloudClock,
): Date {
  const signedAt = dateOf(headers);
  if (signedAt === undefined || !headers["x-amz-date"]?.startsWith(date))
    throw refusal(service, "malformedAuthorization", "X-Amz-Date must be there, and on the day of the scope");
  const minutes = service === "s3" ? 15 : 5;
  const now = nearestTime(signedAt, clock);
  if (Math.abs(now.getTime() - signedAt.getTime()) > minutes * 60_000)
    throw refusal(
      service,
      "skewedTime",
      `The request was signed at ${signedAt.toISOString()}, more than ${minutes} minutes from ${now.toISOString()}.`,
    );
  return signedAt;
}

/**
 * The time by which whoever sent the request lives, for the `Date` of the answer: the cloud's for a function, the real
 * one for everybody else. The SDK compares that header with its own clock and takes every refusal for one that a retry
 * heals while the two are minutes apart.
 */
export function timeOfSender(headers: ReceivedRequest["headers"], clock: CloudClock): Date {
  const signedAt = dateOf(headers);
  return signedAt === undefined ? new Date() : nearestTime(signedAt, clock);
}

function nearestTime(signedAt: Date, clock: CloudClock): Date {
  const [real, ofCloud] = [new Date(), clock.now()];
  const skew = (time: Date) => Math.abs(time.getTime() - signedAt.getTime());
  return skew(ofCloud) < skew(real) ? ofCloud : real;
}

/** When the request was signed, if it says so in the format of Signature Version 4. */
function dateOf(headers: ReceivedRequest["headers"]): Date | undefined {
  const text = headers["x-amz-date"] ?? "";
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const date = new Date(iso);
  return iso === text || Number.isNaN(date.getTime()) ? undefined : date;
}

/** The host and every `x-amz-` header must be signed, or they could be changed on the way. */
function checkSignedHeaders({ headers }: ReceivedRequest, { service, signedHeaders }: SignatureClaim): void {
  const mustBeSigned = Object.keys(headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  const unsigned = mustBeSigned.filter((name) => !signedHeaders.includes(name));
  const absent = signedHeaders.filter((name) => headers[name] === undefined);
  if (unsigned.length > 0 || absent.length > 0)
    throw refusal(
      service,
      "wrongSignature",
      `There were headers present in the request which were not signed, or signed and not present: ${[...unsigned, ...absent].join(", ")}`,
    );
}

const unsignedPayloads = new Set(["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]);

/** S3 lets a sender leave the body out of the signature; nobody else does (S3 API reference, SigV4 header auth). */
function checkPayload({ headers, body }: ReceivedRequest, service: string): void {
  const claimed = headers["x-amz-content-sha256"];
  if (service === "s3") {
    if (claimed === undefined)
      throw new AwsError(
        "MissingSecurityHeader",
        "Your request was missing a required header: x-amz-content-sha256",
      );
    if (unsignedPayloads.has(claimed)) return;
    if (!/^[0-9a-f]{64}$/.test(claimed))
      throw new AwsError("NotImplemented", `x-amz-content-sha256: ${claimed} is not implemented`, 501);
  }
  if (claimed === undefined || claimed === createHash("sha256").update(body).digest("hex")) return;
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  throw service === "s3"
    ? new AwsError("XAmzContentSHA256Mismatch", message)
    : refusal(service, "wrongSignature", message);
}

async function signatureOf(
  { method, path, query, headers, body }: ReceivedRequest,
  { region, service, signedHeaders }: SignatureClaim,
  { accessKeyId, secretAccessKey }: Credential,
  signedAt: Date,
): Promise<string> {
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Sha256,
    // S3 takes the path as it was sent, all others encode it once more.
    uriEscapePath: service !== "s3",
    applyChecksum: false,
  });
  const request = new HttpRequest({
    method,
    path,
    query: Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)])),
    headers: Object.fromEntries(signedHeaders.map((name) => [name, headers[name] ?? ""])),
    body,
  });
  const signed = await signer.sign(request, {
    signingDate: signedAt,
    signableHeaders: new Set(signedHeaders),
  });
  return /Signature=(\w+)$/.exec(signed.headers.authorization ?? "")?.[1] ?? "";
}

/** Compares secrets in a time that tells nothing about where they differ. */
function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
