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

/** Condition keys of a request. A key with a list is multivalued, even where the list has one value. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One IAM action on one resource that a call needs; `context` holds condition keys and their values. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

export interface Service {
  /** The signing name in the credential scope. */
  readonly name: string;
  /** The API operation, for the record, throttles and faults: `ListUsers`, `PutObject`. */
  operation(request: ServiceRequest): string;
  /** What the call needs; an empty list means that no permission is asked (GetCallerIdentity). */
  authorizations(request: ServiceRequest): readonly Authorization[];
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** An error in this service's own wire format. */
  error(code: string, message: string, status: number, requestId: string): ServiceResponse;
}

/** Throttles, faults, latency: asked before a call reaches its service, and after it took effect. */
export interface Interceptor {
  /** A response to give instead of calling the service, or nothing to let it through; may wait. */
  before?(call: Interception): Promise<ServiceResponse | "reset" | undefined>;
  /** A response to give instead of the service's own after the call took effect; may wait. */
  after?(call: Interception, response: ServiceResponse): Promise<ServiceResponse | "reset" | undefined>;
}

/** One call as it was answered: what budgets, costs and the proof of least privilege are counted from. */
export interface CallRecord {
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  readonly principalArn: string;
  readonly status: number;
  /** The error's code, where there was one. */
  readonly errorCode?: string;
  /** Which statements allowed it; empty if no permission is asked or the caller is an operator. */
  readonly allowedBy: readonly AllowedBy[];
}

/** One authorization of a call and the statement of a role's policy that allowed it. */
export interface AllowedBy {
  readonly action: string;
  readonly resource: string;
  readonly roleArn: string;
  readonly policy: string;
  /** Position of the statement in its document. */
  readonly statement: number;
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
