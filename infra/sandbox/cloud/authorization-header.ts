/** An Authorization header of Signature version 4, taken apart. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** `20261124`. */
  readonly date: string;
  readonly region: string;
  /** The signing name, by which the call finds its service. */
  readonly service: string;
  /** Lower-case names. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const headerPattern =
  /^AWS4-HMAC-SHA256 +Credential=(?<key>\w+)\/(?<date>\d{8})\/(?<region>[\w-]+)\/(?<service>[\w-]+)\/aws4_request, *SignedHeaders=(?<headers>[a-z0-9;_-]+), *Signature=(?<signature>[0-9a-f]{64})$/;

/**
 * Reads an Authorization header, or gives `undefined` if it is none of Signature version 4
 * (IAM user guide, "Create a signed AWS API request").
 */
export function readAuthorization(header: string): SignatureClaim | undefined {
  const { key, date, region, service, headers, signature } = headerPattern.exec(header)?.groups ?? {};
  if (key === undefined || date === undefined || region === undefined) return undefined;
  if (service === undefined || headers === undefined || signature === undefined) return undefined;
  return { accessKeyId: key, date, region, service, signedHeaders: headers.split(";"), signature };
}
