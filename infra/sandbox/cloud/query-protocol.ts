import { AwsError } from "./aws-error.ts";
import type { ServiceRequest, ServiceResponse } from "./service.ts";

/** A call in the AWS Query protocol (IAM, STS). */
export interface QueryCall {
  readonly action: string;
  /** The API version, `2010-05-08`. */
  readonly version: string;
  /** All but Action and Version, flat as sent: `UserName`, `PolicyArns.member.1.arn`. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * What a query response may hold. An array under a key becomes `<Key><member>…</member></Key>`, a date its
 * UTC second, and an undefined member is omitted.
 */
export type XmlValue =
  | string
  | number
  | boolean
  | Date
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue | undefined };

/**
 * Reads a call of the AWS Query protocol: a form, in the body of a POST or the query of a GET
 * (IAM user guide, "Make query requests").
 * @throws {AwsError} if it names no action, or one parameter twice
 */
export function readQuery(request: ServiceRequest): QueryCall {
  const params: Record<string, string> = {};
  const type = request.headers["content-type"] ?? "";
  const isForm = request.method === "POST" && type.startsWith("application/x-www-form-urlencoded");
  const form = isForm ? new URLSearchParams(request.body.toString("utf8")) : new URLSearchParams();
  for (const [name, value] of [...request.query, ...form]) {
    if (Object.hasOwn(params, name))
      throw new AwsError("MalformedQueryString", `The parameter ${name} is given more than once`);
    params[name] = value;
  }
  const { Action: action, Version: version, ...rest } = params;
  if (action === undefined || action === "")
    throw new AwsError("MissingAction", "The request is missing an action or a required parameter.");
  return { action, version: version ?? "", params: rest };
}

/**
 * The members of a list parameter in their order, each with its fields: `Tags.member.2.Key` is the field
 * `Key` of the second member of `Tags`. A member that is a plain value has it under the empty name.
 */
export function queryMembers(
  params: QueryCall["params"],
  list: string,
): readonly Readonly<Record<string, string>>[] {
  const members = new Map<number, Record<string, string>>();
  for (const [name, value] of Object.entries(params)) {
    if (!name.startsWith(`${list}.member.`)) continue;
    const [, position, field] = /^(\d+)(?:\.(.+))?$/.exec(name.slice(`${list}.member.`.length)) ?? [];
    if (position === undefined) throw new AwsError("MalformedInput", `${name} is not a list parameter`);
    const member = members.get(Number(position)) ?? {};
    member[field ?? ""] = value;
    members.set(Number(position), member);
  }
  return [...members.entries()].sort(([a], [b]) => a - b).map(([, member]) => member);
}

/** A success of the AWS Query protocol. Without `result` the response has no result element, as UpdateAccessKey. */
export function queryResponse(
  action: string,
  namespace: string,
  result: XmlValue | undefined,
  requestId: string,
): ServiceResponse {
  const content = {
    ...(result === undefined ? {} : { [`${action}Result`]: result }),
    ResponseMetadata: { RequestId: requestId },
  };
  return xml(200, requestId, rootElement(`${action}Response`, namespace, content));
}

/** An error of the AWS Query protocol (IAM API reference, "Common errors"). */
export function queryError(
  code: string,
  message: string,
  status: number,
  requestId: string,
  namespace: string,
): ServiceResponse {
  const type = status >= 500 ? "Receiver" : "Sender";
  const content = { Error: { Type: type, Code: code, Message: message }, RequestId: requestId };
  return xml(status, requestId, rootElement("ErrorResponse", namespace, content));
}

function xml(status: number, requestId: string, body: string): ServiceResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}

function rootElement(name: string, namespace: string, content: XmlValue): string {
  return `<${name} xmlns="${escapeXml(namespace)}">${render(content)}</${name}>`;
}

function render(value: XmlValue): string {
  if (typeof value === "string") return escapeXml(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (isList(value)) return value.map((member) => `<member>${render(member)}</member>`).join("");
  return Object.entries(value)
    .map(([name, member]) => (member === undefined ? "" : `<${name}>${render(member)}</${name}>`))
    .join("");
}

/** `Array.isArray` does not narrow read-only arrays. */
function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/**
 * Text in the form of XML content and attributes. A carriage return is escaped because a reader would
 * turn a bare one into a line feed; what XML 1.0 cannot hold at all is refused.
 */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed())
    throw new Error(`XML cannot hold ${JSON.stringify(text)}`);
  return text.replace(/[&<>"\r]/g, (character) => entities[character] ?? character);
}
