import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { onTestFinished } from "vitest";
import { DynamoDbService } from "../../../../../infra/sandbox/services/dynamodb/dynamodb-service.ts";
import { TableHosts } from "../../../../../infra/sandbox/services/dynamodb/table-hosts.ts";
import { frontBefore, otherAccount, ownAccount } from "../../../../support/front-before.ts";

export const table = "curfew-ledger";
export const region = "eu-central-1";

/** DynamoDB behind the front, with the ledger table and its owner's client. */
export async function startDynamoDb() {
  const tables = new TableHosts();
  const front = await frontBefore(() => new DynamoDbService(tables));
  onTestFinished(() => tables.close());
  const keySchema = [
    { name: "accountId", type: "HASH" },
    { name: "accessKeyId", type: "RANGE" },
  ] as const;
  const attributes = keySchema.map(({ name }) => ({ name, type: "S" }));
  await tables.createTable({ name: table, keySchema, attributes }, ownAccount, region);
  return {
    ...front,
    tables,
    dynamodb: new DynamoDBClient(front.operatorOf(ownAccount)),
    stranger: new DynamoDBClient(front.operatorOf(otherAccount)),
    elsewhere: new DynamoDBClient({ ...front.operatorOf(ownAccount), region: "us-east-1" }),
    dynamodbAs: (...statements: unknown[]) => new DynamoDBClient(front.roleWith(...statements)),
  };
}
