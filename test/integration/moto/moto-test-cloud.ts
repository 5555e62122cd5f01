import { TestClock } from "../../support/test-clock.ts";
import { testCloudOver } from "../deployed-cloud.ts";
import type { TestCloud, TestCloudOptions } from "../test-cloud.ts";
import { startMotoCloud } from "./moto-cloud.ts";

/**
 * moto as a test cloud. Organizations, STS, IAM, SES, DynamoDB and S3 are moto's; the functions run from
 * their bundles in our Lambda, and the state machine in our Step Functions, whose clock can be moved.
 */
export async function startMotoTestCloud({
  members,
  withoutRole = false,
  settings = {},
}: TestCloudOptions): Promise<TestCloud> {
  const clock = new TestClock(new Date());
  const memberNames = Array.from({ length: members }, (_, index) => `Account ${index}`);
  const accountNames = [...memberNames, ...(withoutRole ? ["Without role"] : [])];
  const cloud = await startMotoCloud({ clock, accountNames, settings });
  const { accountId } = cloud.hub;
  return testCloudOver({
    accounts: {
      hub: accountId,
      management: accountId,
      members: cloud.accountIds.slice(0, members),
      withoutRole: cloud.accountIds[members],
    },
    clock,
    hub: cloud.hub,
    operator: (id) => cloud.operator(id),
    hubRole: (roleName) => cloud.hubRole(roleName),
    fates: cloud.ses.fates,
    mails: () => cloud.ses.mails(),
    settled: () => cloud.ses.settled(),
    close: () => cloud.close(),
  });
}
