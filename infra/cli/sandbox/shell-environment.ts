/** How to connect to a sandbox. */
export interface SandboxAccess {
  readonly endpointUrl: string;
  readonly accountId: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly inboxUrl: string;
  /** The settings file that the sandbox was deployed with. */
  readonly settings: string;
}

/**
 * The environment for a shell, as lines that it can read. It unsets a profile and a session token, because SDKs would
 * prefer them to these credentials (AWS SDKs reference guide, "Standardized credential providers").
 */
export function shellEnvironment(access: SandboxAccess): string {
  const variables = {
    AWS_ENDPOINT_URL: access.endpointUrl,
    AWS_ACCESS_KEY_ID: access.accessKeyId,
    AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
    AWS_REGION: access.region,
    AWS_DEFAULT_REGION: access.region,
    CURFEW_SETTINGS: access.settings,
  };
  return [
    "unset AWS_PROFILE AWS_SESSION_TOKEN",
    ...Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`),
    "",
  ].join("\n");
}
