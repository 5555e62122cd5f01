import { CreateTableCommand, DynamoDBClient, type ScalarAttributeType } from "@aws-sdk/client-dynamodb";
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { BucketLocationConstraint, CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import type { Deployment } from "../../../infra/sandbox/cloud/deployment.ts";
import type { ClientConfig } from "../test-cloud.ts";

const attributeType: z.ZodMiniType<ScalarAttributeType> = z.enum(["S", "N", "B"]);

/** Creates in moto the resources of the hub stack that hold data, and the sender. */
export async function deployToMoto(
  config: ClientConfig,
  { buckets, tables, region }: Deployment,
  sender: string,
): Promise<void> {
  const s3 = new S3Client(config);
  const LocationConstraint = parse(z.enum(BucketLocationConstraint), region, "Region");
  for (const { name } of buckets)
    await s3.send(
      new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint } }),
    );
  const dynamodb = new DynamoDBClient(config);
  for (const { name, keySchema, attributes } of tables)
    await dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: keySchema.map((key) => ({ AttributeName: key.name, KeyType: key.type })),
        AttributeDefinitions: attributes.map((attribute) => ({
          AttributeName: attribute.name,
          AttributeType: parse(attributeType, attribute.type, "attribute type"),
        })),
      }),
    );
  const ses = new SESv2Client(config);
  await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: sender }));
  for (const client of [s3, dynamodb, ses]) client.destroy();
}

/**
 * Creates an Organization of the hub account and these accounts, by name.
 * @returns their IDs, which moto chooses
 */
export async function createOrganization(
  config: ClientConfig,
  accountNames: readonly string[],
): Promise<string[]> {
  const organizations = new OrganizationsClient(config);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  const ids: string[] = [];
  for (const AccountName of accountNames) {
    const Email = `${AccountName.toLowerCase().replaceAll(" ", "-")}@example.com`;
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ AccountName, Email }),
    );
    if (CreateAccountStatus?.AccountId === undefined)
      throw new Error(`moto did not create the account ${AccountName}`);
    ids.push(CreateAccountStatus.AccountId);
  }
  organizations.destroy();
  return ids;
}
