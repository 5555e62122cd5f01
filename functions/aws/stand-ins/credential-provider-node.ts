import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in a bundle for the SDK's chain of credential providers. Lambda gives a function its credentials in
 * the environment; the chain, which looks there first, would bring clients for SSO, for signing in at a
 * console and for instance metadata along, 95 KiB that no function can use.
 */
export function defaultProvider(): ReturnType<typeof fromEnv> {
  return fromEnv();
}
