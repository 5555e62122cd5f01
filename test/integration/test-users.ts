import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import type { ClientConfig, TestUser } from "./test-cloud.ts";

/** Creates users and keys in the accounts of a test cloud through the IAM API, as an administrator would. */
export class TestUsers {
  readonly #operator: (accountId: string) => Promise<ClientConfig>;
  readonly #clients = new Map<string, Promise<IAMClient>>();

  constructor(operator: (accountId: string) => Promise<ClientConfig>) {
    this.#operator = operator;
  }

  async createUser(accountId: string, { userName, tags = {} }: TestUser): Promise<void> {
    const iam = await this.#iam(accountId);
    await iam.send(new CreateUserCommand({ UserName: userName, Tags: tagList(tags) }));
  }

  async createKey(accountId: string, userName: string): Promise<string> {
    const iam = await this.#iam(accountId);
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
    if (AccessKey?.AccessKeyId === undefined) throw new Error("CreateAccessKey answered without a key");
    return AccessKey.AccessKeyId;
  }

  async keyStatus(accountId: string, userName: string, accessKeyId: string): Promise<string | undefined> {
    const iam = await this.#iam(accountId);
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
    return AccessKeyMetadata.find((key) => key.AccessKeyId === accessKeyId)?.Status;
  }

  async setKeyStatus(
    accountId: string,
    userName: string,
    accessKeyId: string,
    status: "Active" | "Inactive",
  ): Promise<void> {
    const iam = await this.#iam(accountId);
    await iam.send(
      new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId, Status: status }),
    );
  }

  async tagUser(accountId: string, userName: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const iam = await this.#iam(accountId);
    await iam.send(new TagUserCommand({ UserName: userName, Tags: tagList(tags) }));
  }

  async renameUser(accountId: string, userName: string, newUserName: string): Promise<void> {
    const iam = await this.#iam(accountId);
    await iam.send(new UpdateUserCommand({ UserName: userName, NewUserName: newUserName }));
  }

  async close(): Promise<void> {
    for (const client of this.#clients.values()) (await client).destroy();
  }

  #iam(accountId: string): Promise<IAMClient> {
    const known = this.#clients.get(accountId);
    if (known !== undefined) return known;
    const client = this.#operator(accountId).then((config) => new IAMClient(config));
    this.#clients.set(accountId, client);
    return client;
  }
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
