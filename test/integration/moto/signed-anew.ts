import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ClientConfig } from "../test-cloud.ts";
import type { ForwardedCall } from "./moto-front.ts";

/**
 * The same Lambda call, signed by another caller. moto's Step Functions engine signs with made-up keys, AWS with the
 * role of the state machine. Our Lambda checks the policies of the caller that signed.
 */
export async function signedAnew(
  { method, path, body }: ForwardedCall,
  to: string,
  { credentials, region }: ClientConfig,
): Promise<ForwardedCall> {
  const { host, hostname, port, protocol } = new URL(to);
  const signer = new SignatureV4({ service: "lambda", region, credentials, sha256: Sha256 });
  const request = new HttpRequest({
    method,
    protocol,
    hostname,
    port: Number(port),
    path,
    headers: { host, "content-type": "application/json" },
    body,
  });
  const { headers } = await signer.sign(request);
  return { method, path, headers, body };
}
