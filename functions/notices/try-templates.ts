import type { Digest, DigestList } from "../domain/digest.ts";
import type { KeyNotice } from "../domain/notice-mail.ts";
import type { Mode } from "../domain/policy.ts";
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
      notice("warning", `day-${day}`, day),
      notice("warning", `day-${day}-stays-on`, day, { switchOffOn: undefined }),
      notice("reminder", `day-${day}-stays-on`, day, { switchOffOn: undefined }),
    ]),
    notice("finalWarning", "final", 90),
    notice("deactivated", "deactivated-1", 90, { switchOffOn: undefined }),
    notice("restored", "restored-1-2026-02-03", 93, { restoreReason: "the new key does not work" }),
    notice("restored", "restored-1-2026-02-03", 93, { switchOffOn: undefined }),
  ];
  const account = { id: "111122223333", name: "Sales", path: [] };
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

function notice(
  kind: KeyNotice["kind"],
  noticeId: string,
  age: number,
  more: Pick<Partial<KeyNotice>, "switchOffOn" | "restoreReason"> = {},
): KeyNotice {
  return {
    accessKeyId: "AKIAEXAMPLE",
    userName: "jane",
    noticeId,
    kind,
    age,
    createdOn: "2025-11-02",
    description: "for the build",
    lastUsed: { state: "never" },
    rotateBeforeDay: 90,
    switchOffOn: "2026-02-10",
    fallbackReason: "it has no email tag",
    ...more,
  };
}

/** The same without all that a notice may lack: templates may have words for that. */
function bare({ description, switchOffOn, restoreReason, fallbackReason, ...rest }: KeyNotice): KeyNotice {
  return rest;
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
