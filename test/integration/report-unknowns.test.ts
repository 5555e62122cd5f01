import { expect, it, onTestFinished } from "vitest";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

// AWS documents neither whether deactivating a key moves its `last_rotated`, nor clearly whether an inactive key keeps it.
it.each([
  { toggleMovesLastRotated: true, showsInactiveKeys: true },
  { toggleMovesLastRotated: true, showsInactiveKeys: false },
  { toggleMovesLastRotated: false, showsInactiveKeys: true },
  { toggleMovesLastRotated: false, showsInactiveKeys: false },
])(
  "notices that people deactivate and reactivate a key, if the credential report is %j",
  async (unknowns) => {
    const cloud = await startEmbeddedTestCloud(
      { members: 1 },
      { credentialReports: { readyAfter: { polls: 0 }, ...unknowns } },
    );
    onTestFinished(() => cloud.close());
    const [account = ""] = cloud.accounts.members;
    await cloud.createUser(account, {
      userName: "owner",
      tags: { email: "owner@example.com", UserType: "employee" },
    });
    const key = await cloud.createKey(account, "owner");
    const iam = cloud.embedded.iam.of(account);
    const activeKeys = async (day: number) => (await cloud.run(day)).report?.totals.activeKeys;
    const mails = () => cloud.mails().filter(({ to }) => to === "owner@example.com").length;

    expect(await activeKeys(70)).toBe(1);
    iam.updateKey("owner", key, "Inactive");
    expect(await activeKeys(80)).toBe(0);
    expect(mails()).toBe(1);
    iam.updateKey("owner", key, "Active");
    expect(await activeKeys(81)).toBe(1);
    expect(mails()).toBe(2);
    await cloud.run(91);

    expect(await cloud.keyStatus(account, "owner", key)).toBe("Inactive");
  },
);
