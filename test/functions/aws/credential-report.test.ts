import { IAMClient } from "@aws-sdk/client-iam";
import { expect, it } from "vitest";
import { getCredentialReport } from "../../../functions/aws/credential-report.ts";
import type { ReportSettings } from "../../../infra/sandbox/services/iam/credential-report-store.ts";
import { IamAccounts } from "../../../infra/sandbox/services/iam/iam-accounts.ts";
import { iamService } from "../../../infra/sandbox/services/iam/iam-service.ts";
import { directTo, handClock, operatorOf } from "../../support/direct-handler.ts";

const accountId = "111122223333";

function account(settings: ReportSettings) {
  const clock = handClock();
  const accounts = new IamAccounts(clock, settings);
  accounts.of(accountId).createUser({ userName: "ann" });
  const client = new IAMClient(directTo(iamService(accounts), operatorOf(accountId)));
  const look = (hoursLater = 0) =>
    getCredentialReport(client, {
      now: () => new Date(clock.now().getTime() + hoursLater * 3_600_000),
      pause: async () => undefined,
    });
  return { look };
}

it("waits for the report, and reads it", async () => {
  const report = await account({ readyAfter: { polls: 2 } }).look();

  expect("users" in report && [...report.users.keys()]).toEqual(["ann"]);
});

it("says so where the report is not ready in time", async () => {
  const report = await account({ readyAfter: { polls: 99 } }).look();

  expect(report).toEqual({
    unavailable: "the credential report was not ready in time",
    isRefused: false,
  });
});

it("uses a report of six hours and none that is older, so that no change goes unseen", async () => {
  const { look } = account({ readyAfter: { polls: 0 } });

  expect("users" in (await look(6))).toBe(true);
  expect(await look(6.1)).toEqual({
    unavailable: "the credential report is of 2026-11-24T02:00:00.000Z",
    isRefused: false,
  });
});
