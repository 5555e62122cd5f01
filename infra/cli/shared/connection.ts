import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { loadSharedConfigFiles } from "@smithy/core/config";
import { bucketName, names, partitionOf } from "../../cdk/names.ts";
import { CommandError } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";

/** Which credentials and which Region; what is absent, the SDK finds as it does for every tool. */
export interface ConnectionOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** The hub account of a deployed Curfew, seen with the caller's own credentials. */
export interface Connection {
  readonly accountId: string;
  readonly region: string;
  readonly callerArn: string;
  readonly stateMachineArn: string;
  readonly restoreStateMachineArn: string;
  readonly approveStateMachineArn: string;
  readonly bucket: string;
  readonly ledgerTable: string;
  readonly sfn: SFNClient;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  /** Settings for another client of the same caller. */
  readonly clientSettings: ClientSettings;
}

/** The settings of every client. A person waits, so a call that hangs is given up after seconds, not minutes. */
export interface ClientSettings {
  readonly region: string;
  readonly profile?: string;
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
}

/**
 * Finds the hub account by the caller's identity. All names in it are fixed (names.ts), so no stack output is needed.
 * @throws {CommandError} if the profile does not exist, or there is no Region
 */
export async function connect({ profile, region }: ConnectionOptions): Promise<Connection> {
  await checkProfile(profile ?? process.env.AWS_PROFILE);
  const common = {
    ...(profile === undefined ? {} : { profile }),
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
  const wished = region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const sts = new STSClient({ ...common, ...(wished === undefined ? {} : { region: wished }) });
  const found = await regionOf(sts);
  const { Account: accountId = "", Arn: callerArn = "" } = await sts.send(new GetCallerIdentityCommand({}));
  const clientSettings: ClientSettings = { ...common, region: found };
  const machine = (name: string) =>
    `arn:${partitionOf(found)}:states:${found}:${accountId}:stateMachine:${name}`;
  return {
    accountId,
    region: found,
    callerArn,
    stateMachineArn: machine(names.stateMachine),
    restoreStateMachineArn: machine(names.restoreStateMachine),
    approveStateMachineArn: machine(names.approveStateMachine),
    bucket: bucketName(accountId, found),
    ledgerTable: names.ledgerTable,
    sfn: new SFNClient(clientSettings),
    s3: new S3Client(clientSettings),
    dynamodb: new DynamoDBClient(clientSettings),
    clientSettings,
  };
}

/** Checked before the first call, because the SDK's errors about a missing profile name other causes. */
async function checkProfile(profile: string | undefined): Promise<void> {
  if (profile === undefined || profile === "") return;
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const known = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])];
  if (known.includes(profile)) return;
  throw new CommandError(exitCodes.badInput, unknownProfile(profile, known));
}

/** What to say about a profile that does not exist. */
export function unknownProfile(profile: string, known: readonly string[]): string {
  const similar = known.find((name) => name.toLowerCase().startsWith(profile.slice(0, 3).toLowerCase()));
  const hint = similar === undefined ? "" : ` Did you mean ${similar}?`;
  return `There is no AWS profile ${profile} in your AWS config or credentials file.${hint}\nList your profiles: aws configure list-profiles`;
}

/** Checked before the first call, because the SDK's own error does not say what to do. */
async function regionOf(client: STSClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (cause) {
    throw new CommandError(
      exitCodes.badInput,
      "No Region set. Pass --region or set AWS_REGION to the hub's Region.",
      { cause },
    );
  }
}
