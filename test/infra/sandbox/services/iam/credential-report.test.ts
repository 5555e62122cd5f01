import { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import type { ReportSettings } from "../../../../../infra/sandbox/services/iam/credential-report-store.ts";
import { IamAccounts } from "../../../../../infra/sandbox/services/iam/iam-accounts.ts";
import { iamService } from "../../../../../infra/sandbox/services/iam/iam-service.ts";
import { directTo, errorOf, handClock, operatorOf } from "../../../../support/direct-handler.ts";

const accountId = "111122223333";
const createdAt = new Date("2026-01-02T03:04:05Z");

function cloud(settings: ReportSettings = {}) {
  const clock = handClock();
  const accounts = new IamAccounts(clock, settings);
  const account = accounts.of(accountId);
  account.openedAt = new Date("2015-01-01T00:00:00Z");
  const client = new IAMClient(directTo(iamService(accounts), operatorOf(accountId)));
  const generate = async () => (await client.send(new GenerateCredentialReportCommand({}))).State;
  const get = () => client.send(new GetCredentialReportCommand({}));
  const lines = async () =>
    Buffer.from((await get()).Content ?? [])
      .toString()
      .split("\n");
  /** A new report. */
  const fresh = async () => {
    clock.forward(240);
    await generate();
    return lines();
  };
  return { clock, account, generate, get, lines, fresh };
}

describe("the credential report", () => {
  it("is started, in progress, then complete", async () => {
    const { generate, get } = cloud({ readyAfter: { polls: 2 } });
    expect(await errorOf(get())).toMatchObject({ name: "CredentialReportNotPresentException", status: 410 });
    expect([await generate(), await generate()]).toEqual(["STARTED", "INPROGRESS"]);
    expect(await errorOf(get())).toMatchObject({ name: "CredentialReportNotReadyException", status: 404 });
    expect(await generate()).toBe("COMPLETE");
    expect(await get()).toMatchObject({
      ReportFormat: "text/csv",
      GeneratedTime: new Date("2026-11-24T02:00:00Z"),
    });
  });

  it("may take time on the clock instead", async () => {
    const { clock, generate } = cloud({ readyAfter: { milliseconds: 60_000 } });
    expect([await generate(), await generate()]).toEqual(["STARTED", "INPROGRESS"]);
    clock.forward(1);
    expect(await generate()).toBe("COMPLETE");
  });

  it("stays the same for four hours, whatever changes, and then expires", async () => {
    const { clock, account, generate, get, lines } = cloud({ readyAfter: { polls: 0 } });
    await generate();
    const before = await lines();
    account.createUser({ userName: "jane" });
    clock.forward(239);
    expect(await generate()).toBe("COMPLETE");
    expect(await lines()).toEqual(before);
    clock.forward(1);
    expect(await errorOf(get())).toMatchObject({ name: "CredentialReportExpiredException", status: 410 });
    expect(await generate()).toBe("STARTED");
    expect(await lines()).toHaveLength(before.length + 1);
  });

  it("has 22 columns, the root user first, and then the users, sorted without case", async () => {
    const { account, fresh } = cloud({ readyAfter: { polls: 0 } });
    account.createUser({ userName: "bob", path: "/eng/", createdAt });
    account.createUser({ userName: "Ann", createdAt });
    account.createUser({ userName: "a,b", createdAt });
    const noKey = "false,N/A,N/A,N/A,N/A";
    const rest = `${noKey},${noKey},false,N/A,false,N/A`;
    const report = await fresh();
    expect(report).toEqual([
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed," +
        "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated," +
        "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
        "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date," +
        "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated," +
        "cert_2_active,cert_2_last_rotated",
      `<root_account>,arn:aws:iam::${accountId}:root,2015-01-01T00:00:00+00:00,` +
        `not_supported,no_information,not_supported,not_supported,false,${rest}`,
      `"a,b","arn:aws:iam::${accountId}:user/a,b",2026-01-02T03:04:05+00:00,false,N/A,N/A,N/A,false,${rest}`,
      `Ann,arn:aws:iam::${accountId}:user/Ann,2026-01-02T03:04:05+00:00,false,N/A,N/A,N/A,false,${rest}`,
      `bob,arn:aws:iam::${accountId}:user/eng/bob,2026-01-02T03:04:05+00:00,false,N/A,N/A,N/A,false,${rest}`,
    ]);
    expect(report[0]?.split(",")).toHaveLength(22);
  });

  it("puts the lower key ID into the first slot, not the older key, and an inactive key keeps its times", async () => {
    const { account, fresh } = cloud({ readyAfter: { polls: 0 } });
    account.createUser({ userName: "jane" });
    const at = new Date("2026-11-20T08:15:00Z");
    account.putAccessKey({ userName: "jane", accessKeyId: "AKIAEXAMPLE00000000B", createdAt });
    account.putAccessKey({
      userName: "jane",
      accessKeyId: "AKIAEXAMPLE00000000A",
      createdAt: new Date("2026-05-06T00:00:00Z"),
      status: "Inactive",
      lastUsed: { at, service: "ec2", region: "eu-central-1" },
    });
    expect((await fresh()).at(-1)).toContain(
      "false,2026-05-06T00:00:00+00:00,2026-11-20T08:15:00+00:00,eu-central-1,ec2," +
        "true,2026-01-02T03:04:05+00:00,N/A,N/A,N/A,",
    );
  });

  it.each([
    { toggleMovesLastRotated: true, expected: "2026-11-24T02:00:00+00:00" },
    { toggleMovesLastRotated: false, expected: "2026-01-02T03:04:05+00:00" },
  ])(
    "moves last_rotated with the status: $toggleMovesLastRotated",
    async ({ toggleMovesLastRotated, expected }) => {
      const { account, fresh } = cloud({ readyAfter: { polls: 0 }, toggleMovesLastRotated });
      account.createUser({ userName: "jane" });
      const { accessKeyId } = account.putAccessKey({ userName: "jane", createdAt });
      account.updateKey("jane", accessKeyId, "Inactive");
      expect((await fresh()).at(-1)).toContain(`false,false,${expected},N/A`);
    },
  );

  it("shows no times of an inactive key if the guide is read that way", async () => {
    const { account, fresh } = cloud({ readyAfter: { polls: 0 }, showsInactiveKeys: false });
    account.createUser({ userName: "jane" });
    account.putAccessKey({ userName: "jane", createdAt, status: "Inactive" });
    expect((await fresh()).at(-1)).toContain("false,false,N/A,N/A,N/A,N/A,false,N/A");
  });

  it("does not change last_rotated if a key already has the status", async () => {
    const { account, fresh } = cloud({ readyAfter: { polls: 0 } });
    account.createUser({ userName: "jane" });
    const { accessKeyId } = account.putAccessKey({ userName: "jane", createdAt });
    account.updateKey("jane", accessKeyId, "Active");
    expect((await fresh()).at(-1)).toContain("false,true,2026-01-02T03:04:05+00:00,N/A");
  });

  it("has the root user's key", async () => {
    const { account, fresh } = cloud({ readyAfter: { polls: 0 } });
    account.setRootKey({ accessKeyId: "AKIAEXAMPLE00000000R", status: "Active", createdAt });
    expect((await fresh())[1]).toContain("not_supported,false,true,2026-01-02T03:04:05+00:00,N/A");
  });
});
