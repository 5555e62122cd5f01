import {
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUserTagsCommand,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

/**
 * A process of its own that lists one account as other tools do: one call after the other, for each user the
 * keys and the tags, for each key its last use. It prints how many seconds that took.
 * Its argument is the ARN of the role to assume; AWS is where the environment says.
 */
const [roleArn = ""] = process.argv.slice(2);
const startedAt = performance.now();
const sts = new STSClient();
const { Credentials } = await sts.send(
  new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "listing" }),
);
const client = new IAMClient({
  credentials: {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  },
});
for await (const { Users = [] } of paginateListUsers({ client, pageSize: 1000 }, {}))
  for (const { UserName = "" } of Users) {
    const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName }));
    await client.send(new ListUserTagsCommand({ UserName }));
    for (const { AccessKeyId = "" } of AccessKeyMetadata)
      await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  }
console.log((performance.now() - startedAt) / 1000);
