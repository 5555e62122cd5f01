import type { Interception } from "../../../infra/sandbox/cloud/service.ts";

/**
 * What tells one call of a run from another, and stays the same from run to run: who calls what, in which
 * account, and what the call is about. Ids of runs and of invocations are not part of it.
 */
export interface CallName {
  /** The role that calls. */
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  /** The kind of thing it is about: which file of a run, which write to the ledger. */
  readonly about: string;
  /** The very thing: a user, a key and its notice, a recipient, an account. */
  readonly target: string;
}

/** Names a call. */
export function callName(call: Interception): CallName {
  const { service, operation, accountId, request } = call;
  const { principal } = request;
  const caller = principal.roleArn?.slice(principal.roleArn.lastIndexOf("/") + 1) ?? "operator";
  return { caller, service, operation, accountId, ...subjectOf(call) };
}

/** A name as one text, to count and to compare by. */
export function callText({ caller, service, operation, accountId, about, target }: CallName): string {
  return [caller, `${service}:${operation}`, accountId, about, target]
    .filter((part) => part !== "")
    .join(" ");
}

type Subject = Pick<CallName, "about" | "target">;

function subjectOf({ service, operation, request }: Interception): Subject {
  const body = () => request.body.toString("utf8");
  switch (service) {
    case "s3":
      return objectSubject(decodeURIComponent(request.path));
    case "lambda":
      return invocationSubject(decodeURIComponent(request.path), body());
    case "dynamodb":
      return ledgerSubject(operation, body());
    case "ses":
      return mailSubject(body());
    case "iam":
    case "sts": {
      const form = new URLSearchParams(body());
      const names = ["RoleArn", "UserName", "AccessKeyId"].map((name) => form.get(name) ?? "");
      return { about: "", target: names.filter((name) => name !== "").join(" ") };
    }
    default:
      return nothing;
  }
}

const nothing: Subject = { about: "", target: "" };

/** `/bucket/runs/<day>/<run>/accounts/<account>.json` is about account results, and means one of them. */
function objectSubject(path: string): Subject {
  const key = path.split("/").slice(2);
  if (key[0] === "runs" && key[1] !== "latest") {
    const [file = "", ...more] = key.slice(3);
    return more.length === 0 ? { about: file, target: "" } : { about: file, target: more.join("/") };
  }
  return key[0] === "inventory"
    ? { about: "inventory", target: key.slice(1).join("/") }
    : { about: key.join("/"), target: "" };
}

function invocationSubject(path: string, event: string): Subject {
  const about = /functions\/(?:.*:)?([^/:]+)\/invocations$/.exec(path)?.[1] ?? path;
  return { about, target: /"account":\{"id":"(\d{12})"/.exec(event)?.[1] ?? "" };
}

/** A mail is meant for somebody, about an account where its tags name one. */
function mailSubject(body: string): Subject {
  const to = /"ToAddresses":\["([^"]*)"/.exec(body)?.[1] ?? "";
  const account = /"Name":"account","Value":"(\d+)"/.exec(body)?.[1];
  return account === undefined ? { about: "", target: to } : { about: "notices", target: `${to} ${account}` };
}

/** The expression says what kind of write it is; a notice and a key say which. */
function ledgerSubject(operation: string, body: string): Subject {
  if (operation !== "UpdateItem")
    return { about: "", target: /":account":\{"S":"(\d{12})"/.exec(body)?.[1] ?? "" };
  const expression = /"UpdateExpression":"([^"]*)"/.exec(body)?.[1] ?? "";
  const state = /"state":\{"S":"(\w+)"/.exec(body)?.[1] ?? "";
  const key = /"accessKeyId":\{"S":"(\w+)"/.exec(body)?.[1] ?? "";
  const notice = /"#notice":"([^"]*)"/.exec(body)?.[1] ?? "";
  return { about: `${expression.split(",")[0]} ${state}`.trim(), target: `${key} ${notice}`.trim() };
}
