import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynaliteServer } from "../../../infra/sandbox/services/dynamodb/dynalite-server.ts";

/** A ledger table in a DynamoDB on loopback. */
export interface DynaliteLedger {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  close(): Promise<void>;
}

/** Starts a DynamoDB with its data in memory and makes the ledger table as the hub stack does. */
export async function dynaliteLedger(): Promise<DynaliteLedger> {
  const server = await DynaliteServer.start();
  const client = new DynamoDBClient({
    endpoint: server.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" },
  });
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
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}
