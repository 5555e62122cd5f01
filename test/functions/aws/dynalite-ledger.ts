import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynaliteServer } from "../../../infra/sandbox/services/dynamodb/dynalite-server.ts";

/** A ledger table in a DynamoDB on loopback. */
export interface DynaliteLedger {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Another client of the same table, for a test that adds middleware. */
  newClient(): DynamoDBClient;
  close(): Promise<void>;
}

/** Starts a DynamoDB with its data in memory and creates the ledger table as the hub stack does. */
export async function dynaliteLedger(): Promise<DynaliteLedger> {
  const server = await DynaliteServer.start();
  const newClient = () =>
    new DynamoDBClient({
      endpoint: server.url,
      region: "eu-central-1",
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" },
    });
  const client = newClient();
  const tableName = "ledger";
  const names = ["accountId", "accessKeyId"] as const;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "accountId", KeyType: "HASH" },
        { AttributeName: "accessKeyId", KeyType: "RANGE" },
      ],
    }),
  );
  return {
    client,
    tableName,
    newClient,
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}
