import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { AwsError } from "../../cloud/aws-error.ts";
import type { AsyncInvocationSpec, FunctionPermissionSpec } from "../../cloud/deployment.ts";
import type { Identities } from "../../cloud/identities.ts";
import { evaluateIdentity, evaluateResource } from "../../cloud/policy-evaluation.ts";
import type { Context, PolicyDocument } from "../../cloud/service.ts";
import type { UnfinishedWork } from "../../cloud/unfinished-work.ts";
import type { Queues } from "../sqs/queues.ts";
import type { InvocationResult } from "./function-error.ts";
import type { Functions } from "./functions.ts";

/** What asynchronous invocations work with. */
export interface AsyncInvocationsProps {
  readonly functions: Functions;
  readonly identities: Identities;
  readonly queues: Queues;
  readonly work: UnfinishedWork;
  /** Factor for the waits before a retry, one minute and then two. */
  readonly retryScale: number;
  /** Ends the waits when the cloud closes. */
  readonly signal: AbortSignal;
}

/** An event that a function failed to handle, and that no queue took. */
export interface LostInvocation {
  readonly functionArn: string;
  readonly payload: string;
  readonly reason: string;
}

/**
 * Invocations for which nobody waits, as EventBridge makes them. Lambda takes the event, tries the function
 * up to three times, and then puts the event into the function's dead-letter queue or failure destination
 * (Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation").
 */
export class AsyncInvocations {
  readonly lost: LostInvocation[] = [];
  readonly #props: AsyncInvocationsProps;
  readonly #permissions: FunctionPermissionSpec[] = [];
  readonly #settings = new Map<string, AsyncInvocationSpec>();

  constructor(props: AsyncInvocationsProps) {
    this.#props = props;
  }

  addPermission(permission: FunctionPermissionSpec): void {
    this.#permissions.push(permission);
  }

  configure(settings: AsyncInvocationSpec): void {
    this.#settings.set(settings.functionArn, settings);
  }

  /** Whether the function's resource-based policy lets a service invoke it. */
  allows(functionArn: string, service: string, context: Context): boolean {
    const request = { action: "lambda:InvokeFunction", resource: functionArn };
    return this.#permissions
      .filter((permission) => permission.functionArn === functionArn)
      .some((permission) => evaluateResource(documentOf(permission), request, { service }, context).allowed);
  }

  /**
   * Takes an event and starts to handle it.
   * @throws {AwsError} if there is no such function, or it cannot be invoked yet
   */
  accept(functionArn: string, payload: string): void {
    this.#props.functions.checkInvocable(functionArn);
    this.#props.work.track(`asynchronous invocation of ${functionArn}`, this.#handle(functionArn, payload));
  }

  async #handle(functionArn: string, payload: string): Promise<void> {
    const { functions, retryScale, signal } = this.#props;
    const { maximumRetryAttempts = 2 } = this.#settings.get(functionArn) ?? {};
    const requestId = randomUUID();
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const result = await this.#try(functionArn, payload, requestId);
      if (result === undefined || !result.functionError) return;
      if (attempt > maximumRetryAttempts)
        return this.#failed(
          functionArn,
          payload,
          requestId,
          result,
          attempt,
          functions.deadLetterOf(functionArn),
        );
      // A closing cloud ends the wait, and then the loop.
      await sleep(attempt * 60_000 * retryScale, undefined, { signal }).catch(() => undefined);
    }
  }

  async #try(functionArn: string, payload: string, requestId: string): Promise<InvocationResult | undefined> {
    try {
      return await this.#props.functions.invoke(functionArn, payload, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // While the cloud closes, no environment is left, and nobody reads the result.
      if (this.#props.signal.aborted) return undefined;
      return {
        payload: JSON.stringify({ errorType: error.code, errorMessage: error.message }),
        functionError: true,
      };
    }
  }

  #failed(
    functionArn: string,
    payload: string,
    requestId: string,
    result: InvocationResult,
    attempts: number,
    deadLetterArn: string | undefined,
  ): void {
    const { onFailureArn } = this.#settings.get(functionArn) ?? {};
    const message = {
      version: "1.0",
      requestContext: {
        requestId,
        functionArn: `${functionArn}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: attempts,
      },
      requestPayload: JSON.parse(payload),
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: JSON.parse(result.payload),
    };
    const attributes = {
      RequestID: requestId,
      ErrorCode: "200",
      ErrorMessage: result.payload.slice(0, 1024),
    };
    const kept = [
      onFailureArn !== undefined && this.#send(functionArn, onFailureArn, JSON.stringify(message), {}),
      deadLetterArn !== undefined && this.#send(functionArn, deadLetterArn, payload, attributes),
    ];
    if (!kept.includes(true)) this.lost.push({ functionArn, payload, reason: result.payload });
  }

  /** Lambda sends with the function's own role, which must allow it. */
  #send(functionArn: string, queueArn: string, body: string, attributes: Record<string, string>): boolean {
    const { identities, queues, functions } = this.#props;
    const policies = identities.role(functions.roleOf(functionArn))?.identityPolicies ?? {};
    const request = { action: "sqs:SendMessage", resource: queueArn };
    if (!queues.has(queueArn) || !evaluateIdentity(policies, undefined, request, {}).allowed) return false;
    queues.send(queueArn, { body, attributes });
    return true;
  }
}

/** The permission as the policy statement that Lambda makes of it. */
function documentOf({
  functionArn,
  action,
  principal,
  sourceArn,
  sourceAccount,
}: FunctionPermissionSpec): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: /\.amazonaws\.com(\.cn)?$/.test(principal) ? { Service: principal } : { AWS: principal },
        Action: action,
        Resource: functionArn,
        Condition: {
          ...(sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": sourceArn } }),
          ...(sourceAccount === undefined ? {} : { StringEquals: { "aws:SourceAccount": sourceAccount } }),
        },
      },
    ],
  };
}
