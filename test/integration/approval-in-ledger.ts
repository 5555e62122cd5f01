import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { controlPartition } from "../../functions/aws/controls.ts";
import type { TestCloud } from "./test-cloud.ts";

/** Changes an approval so that it no longer counts, as after a deployment of other settings or after 60 days. */
export async function changeApproval(
  cloud: TestCloud,
  runId: string,
  changes: { readonly settingsFingerprint?: string; readonly expiresOn?: string },
): Promise<void> {
  const dynamodb = new DynamoDBClient(await cloud.operator(cloud.accounts.hub));
  const fields = Object.keys(changes);
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: cloud.ledgerTable,
      Key: marshall({ accountId: controlPartition, accessKeyId: `approval#${runId}` }),
      ConditionExpression: "attribute_exists(accessKeyId)",
      UpdateExpression: `SET ${fields.map((field) => `${field} = :${field}`).join(", ")}`,
      ExpressionAttributeValues: marshall(
        Object.fromEntries(Object.entries(changes).map(([field, value]) => [`:${field}`, value])),
      ),
    }),
  );
  dynamodb.destroy();
}
