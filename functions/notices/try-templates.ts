import type { Digest, DigestList } from "../domain/digest.ts";
import { kindOf, type NoticeId } from "../domain/notice.ts";
import type { Mode } from "../domain/policy.ts";
import type { KeyNotice } from "./key-notice.ts";
import { loadTemplates } from "./load-templates.ts";
import { renderDigest } from "./render-digest.ts";
import { renderNoticeMail } from "./render-notice-mail.ts";

/**
 * Writes one mail of every kind with the templates of a directory, for the deployer who has changed them: a
 * misspelt value is found before the deployment and not by the run that could tell nobody because of it.
 * @param stageDays the stages that the settings know
 * @throws an error that names the template
 */
export function tryTemplates(directory: URL, stageDays: readonly number[]): void {
  const templates = loadTemplates(directory);
  const notices = [
    ...stageDays.flatMap((day) => [
      notice({ type: "stage", day, outlook: "deactivation" }, day),
      notice({ type: "stage", day, outlook: "staysActive" }, day),
    ]),
    notice({ type: "finalWarning", round: 0, number: 1 }, 90),
    notice({ type: "exemptionUnreadable", day: 90 }, 90),
    notice({ type: "deactivated", number: 1 }, 90),
    notice({ type: "restored", number: 1 }, 93),
  ];
  const account = { id: "111122223333", name: "Sales", path: [], state: "ACTIVE" };
  for (const some of [...[...notices, ...notices.map(bare)].map((one) => [one]), notices])
    renderNoticeMail(
      templates,
      { to: "jane@example.com", account, notices: some },
      { help: "IT", runDay: "2026-01-31" },
    );
  for (const mode of ["report", "enforce"] as const) {
    renderDigest(templates, digest(mode, []));
    renderDigest(templates, digest(mode, [{ id: account.id, name: account.name, reason: "why" }]));
  }
}

/** A notice with all that it may have. */
function notice(id: NoticeId, age: number): KeyNotice {
  return {
    id,
    kind: kindOf(id),
    to: "jane@example.com",
    as: "fallback",
    because: [{ code: "noEmailTag" }],
    audience: "current",
    accessKeyId: "AKIAEXAMPLE",
    userName: "jane",
    createdOn: "2025-11-02",
    round: 0,
    age,
    lastStageDay: 90,
    names: "2026-02-10",
    noticeDays: 10,
    daysLeft: 10,
    withdraws: "2026-02-12",
    userType: "employee",
    description: "for the build",
    lastUsed: { state: "never" },
    otherKey: { accessKeyId: "AKIAOTHER", status: "Active", createdOn: "2026-01-02" },
    hasPassword: true,
    restored: { until: "2026-02-03", reason: "the new key does not work" },
  };
}

/** The same without all that a notice may lack: templates may have words for that. */
function bare(whole: KeyNotice): KeyNotice {
  const {
    description,
    names,
    withdraws,
    daysLeft,
    userType,
    otherKey,
    hasPassword,
    restored,
    because,
    ...rest
  } = whole;
  return { ...rest, as: "owner" };
}

function digest(mode: Mode, accounts: readonly { id: string; name: string; reason: string }[]): Digest {
  const list = { rows: accounts, more: accounts.length };
  const keys: DigestList<Digest["withheld"]["rows"][number]> = {
    rows: accounts.map(({ id, name, reason }) => ({
      accountId: id,
      accountName: name,
      userName: "jane",
      key: "…MPLE",
      age: 90,
      reason,
    })),
    more: accounts.length,
  };
  return {
    runId: "run",
    day: "2026-01-31",
    mode,
    coverage: accounts.length === 0 ? "complete" : "incomplete",
    cause: "1 of 1 account was reached",
    totals: {
      accounts: { listed: 1, reached: 1, unreached: accounts.length },
      users: 1,
      activeKeys: 1,
      noticesSent: 1,
      keysDeactivated: 1,
      keysWithheld: 1,
      keysExempt: 1,
      wouldNotify: 1,
      wouldDeactivate: 1,
    },
    unreached: list,
    notOnboarded: list,
    rootKeys: list,
    deactivated: keys,
    deactivationsFailed: keys,
    withheld: keys,
    exempt: keys,
    noticesFailed: keys,
    reportLocation: "s3://bucket/report.html",
  };
}
