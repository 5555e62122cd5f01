import { AwsError } from "../../cloud/aws-error.ts";
import type { ServiceRequest } from "../../cloud/service.ts";

/** The operations of the SES API v2 that the embedded cloud has. */
export type SesOperation =
  | "SendEmail"
  | "GetAccount"
  | "GetEmailIdentity"
  | "ListEmailIdentities"
  | "GetConfigurationSet"
  | "GetConfigurationSetEventDestinations"
  | "PutSuppressedDestination"
  | "GetSuppressedDestination"
  | "DeleteSuppressedDestination";

/** One call to SES, read from method and path. */
export interface SesCall {
  readonly operation: SesOperation;
  /** What the end of the path names: an identity or an address; empty if it names nothing. */
  readonly subject: string;
}

const suppression = "/v2/email/suppression/addresses";

const configurationSets = "/v2/email/configuration-sets/";

/**
 * SES API v2 reference, "Request syntax" of each operation; after a path that ends in `/` comes a name, and
 * after that the rest, where there is one.
 */
const routes: readonly { operation: SesOperation; method: string; path: string; rest?: string }[] = [
  { operation: "SendEmail", method: "POST", path: "/v2/email/outbound-emails" },
  { operation: "GetAccount", method: "GET", path: "/v2/email/account" },
  { operation: "GetEmailIdentity", method: "GET", path: "/v2/email/identities/" },
  // The SDK of 2026 has the first path, the AWS CLI the second.
  { operation: "ListEmailIdentities", method: "POST", path: "/v2/email/list-identities" },
  { operation: "ListEmailIdentities", method: "GET", path: "/v2/email/identities" },
  { operation: "GetConfigurationSet", method: "GET", path: configurationSets },
  {
    operation: "GetConfigurationSetEventDestinations",
    method: "GET",
    path: configurationSets,
    rest: "/event-destinations",
  },
  { operation: "PutSuppressedDestination", method: "PUT", path: suppression },
  { operation: "GetSuppressedDestination", method: "GET", path: `${suppression}/` },
  { operation: "DeleteSuppressedDestination", method: "DELETE", path: `${suppression}/` },
];

/**
 * Finds the operation of a call.
 * @throws {AwsError} `UnknownOperationException`, also where the call carries a query that none of them has
 */
export function readSesCall({ method, path, query }: ServiceRequest): SesCall {
  for (const route of routes) {
    if (route.method !== method || query.size > 0) continue;
    if (path === route.path && !path.endsWith("/")) return { operation: route.operation, subject: "" };
    const { rest = "" } = route;
    if (!route.path.endsWith("/") || !path.startsWith(route.path) || !path.endsWith(rest)) continue;
    const name = path.slice(route.path.length, path.length - rest.length);
    if (name !== "" && !name.includes("/")) return { operation: route.operation, subject: decode(name) };
  }
  throw new AwsError("UnknownOperationException", `The embedded cloud's SES has no ${method} ${path}`, 404);
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (cause) {
    throw new AwsError("BadRequestException", `${name} is not percent-encoded`, 400, { cause });
  }
}
