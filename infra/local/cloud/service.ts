/**
 * What the front of the embedded cloud hands to a service, and what it expects back. The front has
 * already verified the signature and found the principal; it asks `authorizations` which IAM actions
 * the call needs, evaluates the policies, and only then lets the service `handle` it.
 */

/** An IAM policy document as written in a template or given to AssumeRole. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly unknown[] | unknown;
}

/** Who signed the request. */
export interface Principal {
  readonly accountId: string;
  /** `arn:aws:sts::111122223333:assumed-role/Name/session`, `arn:aws:iam::…:user/name` or `…:root`. */
  readonly arn: string;
  readonly kind: "root" | "user" | "assumedRole";
  readonly accessKeyId: string;
  /** Only for `assumedRole`: the role itself, as trust policies and `aws:PrincipalArn` name it. */
  readonly roleArn?: string;
  /** Only for a role: the documents that allow or deny. Root and the operator are not judged. */
  readonly identityPolicies?: readonly PolicyDocument[];
  /** The session policy given to AssumeRole; the session may do only what both allow. */
  readonly sessionPolicy?: PolicyDocument;
}

/** One signed request, routed by the service name of its credential scope (`iam`, `sts`, `s3`, …). */
export interface ServiceRequest {
  readonly requestId: string;
  readonly service: string;
  readonly region: string;
  readonly principal: Principal;
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** One IAM action on one resource that a call needs; `context` holds condition keys and their values. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface Service {
  /** The signing name, as it stands in the credential scope. */
  readonly name: string;
  /** The API operation, for the record, throttles and faults: `ListUsers`, `PutObject`. */
  operation(request: ServiceRequest): string;
  /** What the call needs; an empty list means that no permission is asked (GetCallerIdentity). */
  authorizations(request: ServiceRequest): readonly Authorization[];
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** An error in this service's own wire format. */
  error(code: string, message: string, status: number, requestId: string): ServiceResponse;
}

/** The time inside the embedded cloud; tests and the soak move it, signatures are always checked in real time. */
export interface CloudClock {
  now(): Date;
}

/** Where a call may be changed before it reaches its service, or after it took effect. */
export interface Interception {
  readonly service: string;
  readonly operation: string;
  /** The account whose resources the call is about: the principal's account. */
  readonly accountId: string;
  readonly request: ServiceRequest;
}
