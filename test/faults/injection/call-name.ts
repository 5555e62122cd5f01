import type { Interception } from "../../../infra/sandbox/cloud/service.ts";

/**
 * What distinguishes one call of a run from another and is the same in every run: who calls which operation in which
 * account, and what the call is about. IDs of runs and invocations are not part of it.
 */
export interface CallName {
  /** The role that calls. */
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  readonly accountId: string;
  /** The kind of thing it is about: which file of a run, which write to the ledger. */
  readonly about: string;
  /** The thing itself: a user, a key and its notice, a recipient, an account. */
  readonly target: string;
}

/** Names a call. */
export function callName(call: Interception): CallName {
  const { service, operation, accountId, request } = call;
  const { principal } = request;
  const caller = principal.roleArn?.slice(principal.roleArn.lastIndexOf("/") + 1) ?? "operator";
  return { caller, service, operation, accountId, ...subjectOf(call) };
}

/** A name as one text, to count and to compare. */
export function callText({ caller, service, operation, accountId, about, target }: CallName): string {
  return [caller, `${service}:${operation}`, accountId, about, target]
    .filter((part) => part !== "")
    .join(" ");
}

type Subject = Pick<CallName, "about" | "target">;

function subjectOf({ service, request }: Interception): Subject {
  const body = () => request.body.toString("utf8");
  switch (service) {
    case "s3":
      return request.query.has("prefix") || request.query.has("list-type")
        ? objectSubject(`/bucket/${request.query.get("prefix") ?? ""}`)
        : objectSubject(decodeURIComponent(request.path));
    case "lambda":
      return invocationSubject(decodeURIComponent(request.path), body());
    case "dynamodb":
      return ledgerSubject(body());
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

/**
 * `/bucket/runs/<day>/<run>/accounts/<account>.json` is about `accounts`, and its target is the file of one account.
 */
function objectSubject(path: string): Subject {
  const [folder = "", ...more] = path.split("/").slice(2);
  if (folder === "runs" && more[0] !== "latest") return fileSubject(more.slice(2));
  if (folder === "restores") return fileSubject(["restores", ...more.slice(1)]);
  return folder === "inventory" ? fileSubject([folder, ...more]) : fileSubject([[folder, ...more].join("/")]);
}

function fileSubject([about = "", ...target]: readonly string[]): Subject {
  return { about, target: target.join("/") };
}

function invocationSubject(path: string, event: string): Subject {
  const about = /functions\/(?:.*:)?([^/:]+)\/invocations$/.exec(path)?.[1] ?? path;
  return { about, target: /"account":\{"id":"(\d{12})"/.exec(event)?.[1] ?? "" };
}

/** The target of a mail is its recipient, and the account if a tag names one. */
function mailSubject(body: string): Subject {
  const to = /"ToAddresses":\["([^"]*)"/.exec(body)?.[1] ?? "";
  const account = /"Name":"account","Value":"(\d+)"/.exec(body)?.[1];
  return account === undefined ? { about: "", target: to } : { about: "notices", target: `${to} ${account}` };
}

interface LedgerCall {
  readonly Key?: { readonly accountId?: Text; readonly accessKeyId?: Text };
  readonly Item?: { readonly accountId?: Text; readonly accessKeyId?: Text };
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<
    Record<string, { readonly S?: string; readonly M?: Readonly<Record<string, Text>> }>
  >;
}

interface Text {
  readonly S?: string;
}

/** The attributes say which kind of write it is, the notice and the key which one. Claim IDs and runs are omitted. */
function ledgerSubject(body: string): Subject {
  const call: LedgerCall = JSON.parse(body);
  const { accountId, accessKeyId } = call.Key ?? call.Item ?? {};
  const sortKey = accessKeyId?.S ?? "";
  const values = call.ExpressionAttributeValues ?? {};
  if (sortKey === "")
    return { about: "", target: `${values[":account"]?.S ?? ""} ${values[":key"]?.S ?? ""}`.trim() };
  if (accountId?.S === "control") return { about: `control ${sortKey.split("#")[0]}`, target: "" };
  const names = call.ExpressionAttributeNames ?? {};
  if (sortKey.startsWith("delivery#")) return { about: names["#day"] ?? "", target: accountId?.S ?? "" };
  const written = /SET ([^)]*?)(?: REMOVE (.*))?$/.exec(call.UpdateExpression ?? "");
  const attributes = Object.entries(names).filter(
    ([name, attribute]) =>
      /^#[sr]\d+$/.test(name) && !["userName", "createdOn", "expiresAt", "revocations"].includes(attribute),
  );
  const kinds = attributes.map(([name, attribute]) => {
    const kind = attribute.startsWith("notice ") ? "notice" : attribute;
    const state = values[name.replace("#s", ":s")]?.M?.state?.S;
    return [name.startsWith("#r") ? "remove" : "", kind, state ?? ""].filter((part) => part !== "").join(" ");
  });
  const notices = attributes.filter(([, attribute]) => attribute.startsWith("notice "));
  const also = written?.[1]?.includes("#before") === true ? ["before"] : [];
  return {
    about: [...new Set([...kinds, ...also])].join(", "),
    target: [sortKey, ...notices.map(([, attribute]) => attribute.slice("notice ".length))].join(" "),
  };
}
