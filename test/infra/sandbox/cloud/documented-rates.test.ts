import { GetUserCommand, IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import {
  DescribeAccountCommand,
  ListAccountsCommand,
  ListRootsCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { GetAccountCommand, ListEmailIdentitiesCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { expect, it } from "vitest";
import { operatorConfig } from "../../../../infra/sandbox/operator-config.ts";
import { managementAccount, region, smallCloud } from "../small-cloud.ts";

/** How many of `count` calls at once are not throttled, and the names of the errors of the others. */
async function passed(count: number, call: () => Promise<unknown>) {
  const all = await Promise.allSettled(Array.from({ length: count }, call));
  const errors = all.flatMap((one) => (one.status === "rejected" ? [String(one.reason?.name)] : []));
  return { passed: count - errors.length, errors: [...new Set(errors)] };
}

async function clients(rates?: "none" | { timeScale: number }) {
  // Time passes very slowly, so that no bucket refills during the test.
  const { cloud } = await smallCloud({ rates: rates ?? { timeScale: 0.000001 } });
  const config = { ...operatorConfig(cloud, managementAccount, region), maxAttempts: 1 };
  return {
    organizations: new OrganizationsClient(config),
    iam: new IAMClient(config),
    ses: new SESv2Client(config),
  };
}

it("throttles Organizations at its documented bursts", async () => {
  const { organizations } = await clients();

  expect(await passed(15, () => organizations.send(new ListAccountsCommand({})))).toEqual({
    passed: 12,
    errors: ["TooManyRequestsException"],
  });
  expect(await passed(4, () => organizations.send(new ListRootsCommand({})))).toMatchObject({ passed: 2 });
  const describe = new DescribeAccountCommand({ AccountId: managementAccount });
  expect(await passed(35, () => organizations.send(describe))).toMatchObject({ passed: 30 });
});

it("throttles each operation of IAM on its own", async () => {
  const { iam } = await clients();

  expect(await passed(45, () => iam.send(new ListUsersCommand({})))).toMatchObject({ passed: 40 });
  const { errors } = await passed(1, () => iam.send(new GetUserCommand({ UserName: "nobody" })));
  expect(errors).not.toContain("Throttling");
});

it("throttles SES to one call a second of each operation that sends nothing", async () => {
  const { ses } = await clients();

  expect(await passed(3, () => ses.send(new GetAccountCommand({})))).toEqual({
    passed: 1,
    errors: ["TooManyRequestsException"],
  });
  expect(await passed(3, () => ses.send(new ListEmailIdentitiesCommand({})))).toMatchObject({ passed: 1 });
});

it("lets time pass faster for the rates when scaled", async () => {
  const { organizations } = await clients({ timeScale: 1_000_000 });

  expect(await passed(40, () => organizations.send(new ListAccountsCommand({})))).toMatchObject({
    passed: 40,
  });
});

it("throttles nothing when rates are turned off", async () => {
  const { organizations } = await clients("none");

  expect(await passed(40, () => organizations.send(new ListRootsCommand({})))).toMatchObject({ passed: 40 });
});
