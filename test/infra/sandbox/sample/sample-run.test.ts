import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runSample, type SampleRunOutcome } from "../../../../infra/cli/start/run-sample.ts";
import { saveRun } from "../../../../infra/cli/start/save-run.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/sample-settings.ts";
import { type RunningSample, startSample } from "../../../../infra/sandbox/sample/start-sample.ts";
import { temporaryDirectory } from "../../../support/deployment-fixture.ts";
import { synthesizeOnce } from "../../../support/synthesize-once.ts";

const settings = sampleSettings();
const { securityContact } = settings.mail;
let sample: RunningSample;
let first: SampleRunOutcome;
let second: SampleRunOutcome;
let mailsOfFirst = 0;

/** Mails to owners and to the fallback contact. Every run also sends the digest. */
function noticeMails() {
  return sample.cloud.mail.outbox().filter(({ to }) => !to.includes(securityContact));
}

beforeAll(async () => {
  const credentialReports = { readyAfter: { polls: 0 } };
  // Starting the processes of functions takes time.
  const functions = { maxEnvironments: 1 };
  sample = await startSample(synthesizeOnce(settings), settings, { credentialReports, functions });
  first = await runSample(sample, {}, "first", () => undefined);
  mailsOfFirst = noticeMails().length;
  second = await runSample(sample, {}, "second", () => undefined);
});
afterAll(() => sample?.cloud.close());

it("shows warnings, keys on hold until their notice period is over, and planned deactivations, in one run", () => {
  const keys = first.report?.keys ?? [];
  const deactivated = keys.filter(({ outcome }) => outcome === "deactivated");

  expect(first.report?.totals).toMatchObject({ keysDeactivated: 4, exemptKeys: 1 });
  expect(deactivated.map(({ age }) => age)).toEqual([90, 90, 90, 90]);
  expect(first.report?.plan?.fates.deactivate).toBe(4);
  for (const type of ["stage", "finalWarning", "deactivated"])
    expect(keys.some(({ notices }) => notices.some(({ id }) => id.type === type))).toBe(true);
  expect(keys.filter(({ state }) => state === "onHold").map(({ age }) => age)).toContain(400);
});

it("fails and names the account without the role, after the report was written", () => {
  expect(first.end).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
  expect(first.report?.unreachable.map(({ name }) => name)).toEqual(["Legacy ERP"]);
  expect(first.report?.skipped.map(({ reason }) => reason)).toEqual([
    { code: "state", state: "SUSPENDED" },
    { code: "state", state: "CLOSED" },
  ]);
});

it("sends no mail again in a second run on the same day, and changes nothing", () => {
  expect(mailsOfFirst).toBeGreaterThan(20);
  expect(noticeMails()).toHaveLength(mailsOfFirst);
  expect(second.report?.totals).toMatchObject({ noticesSent: 0, noticesFailed: 0, keysDeactivated: 0 });
});

it("writes the report and the mails to files for a browser", async () => {
  const directory = join(temporaryDirectory(), "latest");

  const { report, mails } = saveRun(directory, first, sample.cloud.mail.outbox());

  expect(readFileSync(report, "utf8")).toContain("<!doctype html>");
  expect(readFileSync(mails, "utf8")).toContain("was deactivated");
});
