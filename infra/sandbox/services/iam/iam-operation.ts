import type * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import type { QueryCall, XmlValue } from "../../cloud/query-protocol.ts";
import type { Authorization, Principal } from "../../cloud/service.ts";
import type { PageTokens } from "../page-tokens.ts";
import { queryInput } from "../query-input.ts";
import type { CredentialReportStore } from "./credential-report-store.ts";
import type { IamAccount } from "./iam-account.ts";
import type { IamUser } from "./iam-user.ts";

/** What an operation acts on: the IAM of the account whose principal signed. */
export interface IamCall {
  readonly principal: Principal;
  readonly account: IamAccount;
  readonly report: CredentialReportStore;
  readonly markers: PageTokens;
  /** Most items a page; IAM may give fewer than asked for. */
  readonly largestPage: number;
}

/** One IAM operation, as the service's table holds it. */
export interface IamOperation {
  resource(call: IamCall, query: QueryCall): Omit<Authorization, "action">;
  /** @returns nothing where AWS answers without a result element */
  run(call: IamCall, query: QueryCall): XmlValue | undefined;
}

/** What makes an operation: its input, the resource it is authorized on, and what it does. */
export interface IamOperationSpec<Input> {
  readonly input: z.ZodMiniType<Input>;
  /** The parameters that are lists. */
  readonly lists?: readonly string[];
  readonly resource: (call: IamCall, input: Input) => Omit<Authorization, "action">;
  readonly run: (call: IamCall, input: Input) => XmlValue | undefined;
}

/** An operation that reads its input by a strict schema before anything else. */
export function iamOperation<Input>(spec: IamOperationSpec<Input>): IamOperation {
  const read = (query: QueryCall) => queryInput(spec.input, query, spec.lists);
  return {
    resource: (call, query) => spec.resource(call, read(query)),
    run: (call, query) => spec.run(call, read(query)),
  };
}

/**
 * The user an operation is about. Who leaves the name out means himself, which only a user can: a role
 * session is refused, so that nobody lists "all keys" by mistake (IAM API reference, ListAccessKeys).
 * @throws {AwsError} ValidationError
 */
export function subject({ principal }: IamCall, userName: string | undefined): string {
  if (userName !== undefined) return userName;
  if (principal.kind === "user") return principal.arn.slice(principal.arn.lastIndexOf("/") + 1);
  throw new AwsError("ValidationError", "Must specify userName when calling with non-User credentials");
}

/**
 * The resource and its tags, as policies see a user (service authorization reference, IAM). A user that is
 * not there has the ARN it would have without a path.
 */
export function userResource({ account }: IamCall, userName: string): Omit<Authorization, "action"> {
  const user = account.findUser(userName);
  if (user === undefined) return { resource: account.userArn(userName) };
  return { resource: user.arn, context: tagContext(user) };
}

function tagContext(user: IamUser): Record<string, string> {
  const context: Record<string, string> = {};
  for (const { Key, Value } of user.tags.list()) {
    context[`aws:ResourceTag/${Key}`] = Value;
    context[`iam:ResourceTag/${Key}`] = Value;
  }
  return context;
}
