import { type AuthorizationAuthority, authorize } from "./authorize.ts";
import { AwsError } from "./aws-error.ts";
import type { CallLog } from "./call-log.ts";
import { errorCodeOf } from "./error-code.ts";
import { refusal } from "./refusals.ts";
import type {
  AllowedBy,
  Interception,
  Interceptor,
  Service,
  ServiceRequest,
  ServiceResponse,
} from "./service.ts";

/** What answering a call takes, besides its service. */
export interface CallAuthority extends AuthorizationAuthority {
  readonly callLog: CallLog;
  /** Asked in this order at each call; one added later counts from then on. */
  readonly interceptors: readonly Interceptor[];
}

/** An answer, or the end of the connection instead of one. */
export type Answer = ServiceResponse | "reset";

/** Answers a call whose signer is known: evaluated, intercepted, handled, and recorded whatever came of it. */
export async function answerCall(
  request: ServiceRequest,
  service: Service,
  authority: CallAuthority,
): Promise<Answer> {
  const { accountId, arn } = request.principal;
  let operation = "unknown";
  let allowedBy: readonly AllowedBy[] = [];
  const answer = await errorsAnswered(service, request.requestId, async () => {
    operation = service.operation(request);
    allowedBy = authorize(request, service, authority);
    const call = { service: service.name, operation, accountId, request };
    return await intercepted(call, authority.interceptors, () => service.handle(request));
  });
  const errorCode = answer === "reset" ? "reset" : errorCodeOf(answer);
  authority.callLog.record({
    service: service.name,
    operation,
    accountId,
    principalArn: arn,
    status: answer === "reset" ? 0 : answer.status,
    ...(errorCode === undefined ? {} : { errorCode }),
    allowedBy,
  });
  return answer;
}

/**
 * Answers in the service's own format whatever is thrown. What is no AWS error is a bug of the embedded
 * cloud; it goes to stderr with its stack, so that nobody takes it for behaviour of AWS.
 */
export async function errorsAnswered<Answered>(
  service: Service,
  requestId: string,
  answer: () => Promise<Answered>,
): Promise<Answered | ServiceResponse> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof AwsError)) console.error(`${service.name}, request ${requestId} failed:`, error);
    const { code, message, status } =
      error instanceof AwsError ? error : refusal(service.name, "internalFailure", describe(error));
    return service.error(code, message, status, requestId);
  }
}

/** `after` is asked only for calls that took effect: a refusal by the service is not changed. */
async function intercepted(
  call: Interception,
  interceptors: readonly Interceptor[],
  handle: () => Promise<ServiceResponse>,
): Promise<Answer> {
  for (const interceptor of interceptors) {
    const instead = await interceptor.before?.(call);
    if (instead !== undefined) return instead;
  }
  let response = await handle();
  if (response.status >= 400) return response;
  for (const interceptor of interceptors) {
    const instead = await interceptor.after?.(call, response);
    if (instead === "reset") return instead;
    response = instead ?? response;
  }
  return response;
}

function describe(error: unknown): string {
  return `A bug in the embedded cloud: ${error instanceof Error ? error.message : String(error)}`;
}
