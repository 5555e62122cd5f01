import { once } from "node:events";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";

/** A ledger table in a DynamoDB on loopback. */
export interface DynaliteLedger {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Another client of the same table, for a test that adds middleware. */
  newClient(): DynamoDBClient;
  close(): Promise<void>;
}

/** Starts a DynamoDB with its data in memory and makes the ledger table as the hub stack does. */
export async function dynaliteLedger(): Promise<DynaliteLedger> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("dynalite listens on no port");
  const newClient = () =>
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${address.port}`,
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
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
