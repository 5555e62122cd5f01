import { AwsError } from "./aws-error.ts";

/** Why the front itself refuses a call, before or instead of its service. */
export type Refusal =
  | "unknownKey"
  | "wrongToken"
  | "expiredToken"
  | "wrongSignature"
  | "skewedTime"
  | "malformedAuthorization"
  | "accessDenied"
  | "throttled"
  | "requestTooLarge"
  | "internalFailure";

type Wording = Readonly<Record<Refusal, readonly [code: string, status: number]>>;

/** IAM and STS (IAM API reference, "Common errors"; a throttled IAM answers `Throttling`). */
const query: Wording = {
  unknownKey: ["InvalidClientTokenId", 403],
  wrongToken: ["InvalidClientTokenId", 403],
  expiredToken: ["ExpiredToken", 403],
  wrongSignature: ["SignatureDoesNotMatch", 403],
  skewedTime: ["SignatureDoesNotMatch", 403],
  malformedAuthorization: ["IncompleteSignature", 400],
  accessDenied: ["AccessDenied", 403],
  throttled: ["Throttling", 400],
  requestTooLarge: ["RequestEntityTooLarge", 413],
  internalFailure: ["InternalFailure", 500],
};

/** Services of the AWS JSON protocol answer every client error with 400 (DynamoDB developer guide, "Error handling"). */
const json: Wording = {
  unknownKey: ["UnrecognizedClientException", 400],
  wrongToken: ["UnrecognizedClientException", 400],
  expiredToken: ["ExpiredTokenException", 400],
  wrongSignature: ["InvalidSignatureException", 400],
  skewedTime: ["InvalidSignatureException", 400],
  malformedAuthorization: ["IncompleteSignatureException", 400],
  accessDenied: ["AccessDeniedException", 400],
  throttled: ["ThrottlingException", 400],
  requestTooLarge: ["RequestEntityTooLargeException", 413],
  internalFailure: ["InternalFailure", 500],
};

/** Organizations (API reference, TooManyRequestsException). */
const organizations: Wording = { ...json, throttled: ["TooManyRequestsException", 400] };

/** Lambda and SES, REST services with JSON bodies (SES API v2 reference, "Common errors"). */
const rest: Wording = {
  unknownKey: ["UnrecognizedClientException", 403],
  wrongToken: ["UnrecognizedClientException", 403],
  expiredToken: ["ExpiredTokenException", 403],
  wrongSignature: ["InvalidSignatureException", 403],
  skewedTime: ["InvalidSignatureException", 403],
  malformedAuthorization: ["IncompleteSignatureException", 400],
  accessDenied: ["AccessDeniedException", 403],
  throttled: ["TooManyRequestsException", 429],
  requestTooLarge: ["RequestEntityTooLargeException", 413],
  internalFailure: ["InternalFailure", 500],
};

/** S3 (API reference, "Error responses", list of error codes). */
const s3: Wording = {
  unknownKey: ["InvalidAccessKeyId", 403],
  wrongToken: ["InvalidToken", 400],
  expiredToken: ["ExpiredToken", 400],
  wrongSignature: ["SignatureDoesNotMatch", 403],
  skewedTime: ["RequestTimeTooSkewed", 403],
  malformedAuthorization: ["AuthorizationHeaderMalformed", 400],
  accessDenied: ["AccessDenied", 403],
  throttled: ["SlowDown", 503],
  requestTooLarge: ["EntityTooLarge", 400],
  internalFailure: ["InternalError", 500],
};

const wordings: Readonly<Record<string, Wording>> = {
  iam: query,
  sts: query,
  organizations,
  lambda: rest,
  ses: rest,
  s3,
};

/** A refusal in the words of a service, by its signing name; services not named here speak as JSON services do. */
export function refusal(service: string, why: Refusal, message: string, options?: ErrorOptions): AwsError {
  const [code, status] =
    (Object.hasOwn(wordings, service) ? wordings[service] : undefined)?.[why] ?? json[why];
  return new AwsError(code, message, status, options);
}
