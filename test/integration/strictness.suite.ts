import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { ListAccountsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { sessionPolicyFor } from "../../functions/aws/session-policy.ts";
import { names } from "../../infra/cdk/names.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { itStrictly, type Lacks } from "./lacks.ts";
import type { ClientConfig, TestCloud } from "./test-cloud.ts";

const {
  memberRoles,
  mail: { sender },
} = integrationSettings();

/**
 * Behaviour of the cloud that a run relies on but does not notice while all goes well, so these tests call it directly.
 * @param cloudOf a cloud with more than one page of accounts, and of users in its first member account
 */
export function describeStrictness(cloudOf: () => TestCloud, lacks: Lacks): void {
  describe("underneath", () => {
    itStrictly(
      lacks,
      "pages of users",
      [
        "returns a hundred users per page, and says that there are more",
        () => expectUsers(cloudOf(), 100, true),
      ],
      ["returns all users at once", () => expectUsers(cloudOf(), 120, false)],
    );

    itStrictly(
      lacks,
      "pages of accounts",
      [
        "returns twenty accounts per page",
        async () => expect(await listAccounts(cloudOf())).toMatchObject({ given: 20, hasMore: true }),
      ],
      [
        "returns all accounts at once",
        async () => expect(await listAccounts(cloudOf())).toMatchObject({ given: 24, hasMore: false }),
      ],
    );

    it("returns the State of each account", async () => {
      expect((await listAccounts(cloudOf())).states).toEqual(["ACTIVE"]);
    });

    itStrictly(
      lacks,
      "the end of Status",
      [
        "does not return Status, which is retired",
        async () => expect((await listAccounts(cloudOf())).statuses).toEqual([undefined]),
      ],
      [
        "still returns Status beside State",
        async () => expect((await listAccounts(cloudOf())).statuses).toEqual(["ACTIVE"]),
      ],
    );

    itStrictly(
      lacks,
      "Paths",
      [
        "returns the path of each account",
        async () => expect((await listAccounts(cloudOf())).withPath).toBeGreaterThan(0),
      ],
      [
        "returns no path of any account",
        async () => expect((await listAccounts(cloudOf())).withPath).toBe(0),
      ],
    );

    itStrictly(
      lacks,
      "trust policies",
      [
        "lets no session of one account's member role assume the next account's",
        async () => expect(await refusalOf(roleInTurn(cloudOf()))).toBe("AccessDenied"),
      ],
      [
        "lets a session of one account's member role assume the next account's",
        async () => expect(await refusalOf(roleInTurn(cloudOf()))).toBe("none"),
      ],
    );

    itStrictly(
      lacks,
      "trust policies",
      [
        "does not let the evaluate function assume a role that may deactivate",
        async () => expect(await refusalOf(readerAsDeactivator(cloudOf()))).toBe("AccessDenied"),
      ],
      [
        "lets the evaluate function assume the role that may deactivate",
        async () => expect(await refusalOf(readerAsDeactivator(cloudOf()))).toBe("none"),
      ],
    );

    itStrictly(
      lacks,
      "session policies",
      [
        "refuses UpdateAccessKey to a session of curfew-read, and to any session with the read-only session policy",
        async () => {
          expect(await refusalOf(deactivateAsReader(cloudOf()))).toBe("AccessDenied");
          expect(await refusalOf(deactivateInReadingSession(cloudOf()))).toBe("AccessDenied");
        },
      ],
      [
        "lets a session with the read-only session policy deactivate a key",
        async () => expect(await refusalOf(deactivateInReadingSession(cloudOf()))).toBe("none"),
      ],
    );

    itStrictly(
      lacks,
      "signatures",
      [
        "refuses a call that is signed with the wrong secret",
        async () => expect(await refusalOf(listWronglySigned(cloudOf()))).toBe("SignatureDoesNotMatch"),
      ],
      [
        "answers a call that is signed with the wrong secret",
        async () => expect(await refusalOf(listWronglySigned(cloudOf()))).toBe("none"),
      ],
    );

    itStrictly(
      lacks,
      "the date of credential reports",
      [
        "dates a credential report on the day of the request",
        async () => expect(await reportDay(cloudOf())).toBe(cloudOf().day(0)),
      ],
      [
        "dates every credential report in 2015, so that the worker lists all users",
        async () => expect(await reportDay(cloudOf())).toBe("2015-02-02"),
      ],
    );

    itStrictly(
      lacks,
      "names of mail errors",
      [
        "refuses a mail to a malformed address as a bad request",
        async () =>
          expect(await refusalOf(mail(cloudOf(), sender, "no address"))).toBe("BadRequestException"),
      ],
      [
        "refuses a mail to a malformed address with another error",
        async () =>
          expect(await refusalOf(mail(cloudOf(), sender, "no address"))).toBe("InvalidParameterValue"),
      ],
    );

    it("sends no mail from an address that is not verified", async () => {
      const refusal = await refusalOf(mail(cloudOf(), "other@example.org", "jane@example.com"));
      expect(refusal).toBe("MessageRejected");
    });
  });
}

/** The name of the error of a refused call, or `none`. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.name;
  }
}

async function expectUsers(cloud: TestCloud, given: number, isTruncated: boolean): Promise<void> {
  const config = await cloud.operator(cloud.accounts.members[0] ?? "");
  const { Users = [], IsTruncated } = await new IAMClient(config).send(new ListUsersCommand({}));
  expect([Users.length, IsTruncated]).toEqual([given, isTruncated]);
}

/** The first page of ListAccounts. */
async function listAccounts(cloud: TestCloud) {
  const client = new OrganizationsClient(await cloud.operator(cloud.accounts.hub));
  const { Accounts = [], NextToken } = await client.send(new ListAccountsCommand({}));
  return {
    given: Accounts.length,
    hasMore: NextToken !== undefined,
    states: [...new Set(Accounts.map(({ State }) => State))],
    statuses: [...new Set(Accounts.map(({ Status }) => Status))],
    withPath: Accounts.filter(({ Paths = [] }) => Paths.length > 0).length,
  };
}

/** Settings for clients that sign as a member role of an account. */
async function asMember(
  from: ClientConfig,
  accountId: string,
  roleName: string,
  policy?: object,
): Promise<ClientConfig> {
  const { Credentials } = await new STSClient(from).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
      RoleSessionName: "strictness",
      ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
    }),
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  return {
    ...from,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
}

async function roleInTurn(cloud: TestCloud): Promise<ClientConfig> {
  const [one = "", next = ""] = cloud.accounts.members;
  const reader = cloud.hubRole(names.evaluateFunction);
  return await asMember(await asMember(reader, one, memberRoles.read), next, memberRoles.read);
}

/** Deactivates a key as the evaluate function, which may only read. */
async function deactivateAsReader(cloud: TestCloud) {
  const [account = ""] = cloud.accounts.members;
  const reader = cloud.hubRole(names.evaluateFunction);
  return await deactivateAs(await asMember(reader, account, memberRoles.read));
}

/** Deactivates a key with a role that may deactivate, in a session with the read-only session policy. */
async function deactivateInReadingSession(cloud: TestCloud) {
  const [account = ""] = cloud.accounts.members;
  const policy = sessionPolicyFor("read", "aws", account);
  const role = cloud.hubRole(names.deactivateFunction);
  return await deactivateAs(await asMember(role, account, memberRoles.deactivate, policy));
}

/** The evaluate function tries to assume the role of the deactivate function. */
async function readerAsDeactivator(cloud: TestCloud): Promise<ClientConfig> {
  const [account = ""] = cloud.accounts.members;
  return await asMember(cloud.hubRole(names.evaluateFunction), account, memberRoles.deactivate);
}

async function deactivateAs(config: ClientConfig) {
  const iam = new IAMClient(config);
  const UserName = "user-0";
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  const AccessKeyId = AccessKeyMetadata[0]?.AccessKeyId ?? "none";
  return await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Inactive" }));
}

async function listWronglySigned(cloud: TestCloud) {
  const { credentials, ...config } = await cloud.operator(cloud.accounts.members[0] ?? "");
  const wrong = { ...credentials, secretAccessKey: "wrong" };
  return await new IAMClient({ ...config, credentials: wrong }).send(new ListUsersCommand({}));
}

/** Of an account that no run has evaluated. */
async function reportDay(cloud: TestCloud): Promise<string | undefined> {
  const iam = new IAMClient(await cloud.operator(cloud.accounts.withoutRole ?? ""));
  await iam.send(new GenerateCredentialReportCommand({}));
  const { GeneratedTime } = await iam.send(new GetCredentialReportCommand({}));
  return GeneratedTime?.toISOString().slice(0, 10);
}

/** As an operator of the hub, because the worker may not read another sender. */
async function mail(cloud: TestCloud, from: string, to: string) {
  return await new SESv2Client(await cloud.operator(cloud.accounts.hub)).send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } },
    }),
  );
}
