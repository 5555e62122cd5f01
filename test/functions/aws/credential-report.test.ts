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
  const pauses: number[] = [];
  const look = (hoursLater = 0) =>
    getCredentialReport(client, {
      now: () => new Date(clock.now().getTime() + hoursLater * 3_600_000),
      pause: async (milliseconds) => void pauses.push(milliseconds),
    });
  return { look, pauses };
}

it("waits for the report, and reads it", async () => {
  const report = await account({ readyAfter: { polls: 2 } }).look();

  expect("users" in report && [...report.users.keys()]).toEqual(["ann"]);
});

it("says so if the report is not ready in time", async () => {
  const report = await account({ readyAfter: { polls: 99 } }).look();

  expect(report).toEqual({
    unavailable: "the credential report was not ready in time",
    isRefused: false,
  });
});

it("uses a report that is up to six hours old, and no older one", async () => {
  const { look } = account({ readyAfter: { polls: 0 } });

  expect("users" in (await look(6))).toBe(true);
  expect(await look(6.1)).toEqual({
    unavailable: "the credential report is too old: 2026-11-24T02:00:00.000Z",
    isRefused: false,
  });
});

it("asks for a report in progress after 1, 2, 3 and 5 seconds, then less often", async () => {
  const { look, pauses } = account({ readyAfter: { polls: 99 } });
  await look();

  let seconds = 0;
  const looks = pauses.map((pause) => {
    seconds += pause / 1_000;
    return seconds;
  });
  expect(looks).toEqual([1, 2, 3, 5, 15, 35, 65]);
});

it("reads a report that is ready at once", async () => {
  const { look, pauses } = account({ readyAfter: { polls: 0 } });

  await look();
  await look();

  expect(pauses.at(-1)).toBe(0);
});
