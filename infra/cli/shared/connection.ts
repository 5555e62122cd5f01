import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { bucketName, names, partitionOf } from "../../cdk/names.ts";
import { CommandError } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";

/** Whose credentials, and which Region; what is left out the SDK finds as it does for every tool. */
export interface ConnectionOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** The hub account of a deployed Curfew, seen with the credentials of whoever types. */
export interface Connection {
  readonly accountId: string;
  readonly region: string;
  readonly callerArn: string;
  readonly stateMachineArn: string;
  readonly bucket: string;
  readonly ledgerTable: string;
  readonly sfn: SFNClient;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  /** Settings for another client of the same caller. */
  readonly clientSettings: ClientSettings;
}

/** What every client is made with. A person waits: a call that hangs is given up after seconds, not minutes. */
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
 * Finds the hub account by the caller's identity. All names in it are fixed (names.ts), so nothing has to be
 * looked up in a stack.
 */
export async function connect({ profile, region }: ConnectionOptions): Promise<Connection> {
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
  return {
    accountId,
    region: found,
    callerArn,
    stateMachineArn: `arn:${partitionOf(found)}:states:${found}:${accountId}:stateMachine:${names.stateMachine}`,
    bucket: bucketName(accountId, found),
    ledgerTable: names.ledgerTable,
    sfn: new SFNClient(clientSettings),
    s3: new S3Client(clientSettings),
    dynamodb: new DynamoDBClient(clientSettings),
    clientSettings,
  };
}

/** Asked before the first call, because the SDK's own error does not say what to do. */
async function regionOf(client: STSClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (cause) {
    throw new CommandError(
      exitCodes.badInput,
      "Which Region is the hub in? Name it with --region or AWS_REGION.",
      { cause },
    );
  }
}
