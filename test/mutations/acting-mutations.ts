import type { Mutation } from "./mutation.ts";

const deactivateKey = "functions/worker/deactivate-key.ts";
const enforceAccount = "test/functions/worker/enforce-account.test.ts";
const accountFailures = "test/functions/worker/account-failures.test.ts";
const killedWorker = "test/functions/worker/killed-worker.test.ts";
const sendNotices = "test/functions/notices/send-notices.test.ts";
const peersMail = "test/peer-defects/mail.test.ts";
const asl = "test/statemachine/daily.asl.test.ts";
const fewFaults = "test/faults/few-faults.test.ts";
const runsAtOnce = "test/faults/runs-at-once.test.ts";
const restoreKey = "test/functions/worker/restore-key.test.ts";
const shortSoak = "test/soak/short-soak.test.ts";

/** Switching keys off, telling people, and saying what was not reached. */
export const actingMutations: readonly Mutation[] = [
  {
    breaks: "A key is not read back after it was switched off",
    file: deactivateKey,
    replace: 'readBack !== undefined && readBack.status !== "Inactive"',
    by: 'readBack !== undefined && readBack.status === ""',
    caughtBy: [enforceAccount, peersMail, fewFaults],
  },
  {
    breaks: "A key is not read again before it is switched off",
    file: deactivateKey,
    replace: "const fresh = await readAgain(account, key);",
    by: "const fresh = key;",
    caughtBy: [accountFailures],
  },
  {
    breaks: "A key of the same id that was made anew is taken for the old one",
    file: "functions/worker/read-again.ts",
    replace: "other.accessKeyId === accessKeyId && other.createdOn === createdOn",
    by: 'other.accessKeyId === accessKeyId && createdOn !== ""',
    caughtBy: [accountFailures, restoreKey],
  },
  {
    breaks: "The first of a user's keys is read again, whichever is meant",
    file: "functions/worker/read-again.ts",
    replace: "other.accessKeyId === accessKeyId && other.createdOn === createdOn",
    by: 'other.accessKeyId !== "" && accessKeyId !== createdOn',
    caughtBy: [accountFailures],
  },
  {
    breaks: "Nothing says that a deactivation is intended",
    file: deactivateKey,
    replace: '!wasIntended && (await ledger.recordDeactivation(key, "intended", count)) === "held"',
    by: "!wasIntended && count < 0",
    caughtBy: [killedWorker],
  },
  {
    breaks: "An intention stays in the ledger though the key was found switched off",
    file: deactivateKey,
    replace: "    await ledger.forgetDeactivation(key, deactivationBefore(history));\n    return abandoned",
    by: "    return abandoned",
    caughtBy: [accountFailures, runsAtOnce],
  },
  {
    breaks: "A deactivation that failed is announced",
    file: "functions/worker/act.ts",
    replace: '(outcome === undefined || outcome.outcome === "deactivated")',
    by: '(outcome === undefined || outcome.outcome !== "wouldDeactivate")',
    caughtBy: [enforceAccount, peersMail],
  },
  {
    breaks: "Where SES refuses an owner's address, nobody is told",
    file: "functions/notices/send-notices.ts",
    replace: "first.stopped === undefined ? redirected(first.refused, addressed, task.fallback) : []",
    by: "first.stopped !== undefined ? redirected(first.refused, addressed, task.fallback) : []",
    caughtBy: [sendNotices, runsAtOnce],
  },
  {
    breaks: "A mail whose answer was lost is given back, and so sent again at once",
    file: "functions/notices/send-notices.ts",
    replace: 'if (failure === "unknownOutcome") return addResults(round, notices, to, "inFlight", error);',
    by: 'if (to === "") return addResults(round, notices, to, "inFlight", error);',
    caughtBy: [sendNotices],
  },
  {
    breaks: "The SDK sends a mail again after a lost answer",
    file: "functions/aws/mailer.ts",
    replace: "region, maxAttempts: 1 }",
    by: "region, maxAttempts: 5 }",
    caughtBy: ["test/functions/aws/mailer.test.ts"],
  },
  {
    breaks: "A full day counts as a full second",
    file: "functions/aws/mailer.ts",
    replace: 'return "dailyQuota";',
    by: 'return "rateExceeded";',
    caughtBy: ["test/functions/aws/mailer.test.ts"],
  },
  {
    breaks: "All recipients of a notice stand in one mail",
    file: "functions/domain/notice-mail.ts",
    replace: "for (const recipient of to) byRecipient.set(recipient,",
    by: 'for (const recipient of to.length > 0 ? [to.join(",")] : []) byRecipient.set(recipient,',
    caughtBy: [sendNotices],
  },
  {
    breaks: "What an interruption leaves undone is not tried again",
    file: "functions/worker/enforce-member.ts",
    replace: "if (problems.some(({ transient }) => transient)) return { failure: new Interrupted(reason) };",
    by: "",
    caughtBy: [accountFailures, enforceAccount],
  },
  {
    breaks: "A session's secret stands in the log",
    file: "functions/aws/member-role.ts",
    replace: "  return {\n    accessKeyId: present(AccessKeyId",
    by: "  process.stdout.write(JSON.stringify({ SecretAccessKey }) + '\\n');\n  return {\n    accessKeyId: present(AccessKeyId",
    caughtBy: [shortSoak],
  },
  {
    breaks: "The next account is read with the last one's credentials",
    file: "functions/aws/member-account.ts",
    replace: "  const iam = new IAMClient({ ...pacedClientSettings(), credentials });",
    by: "  const iam: IAMClient = Reflect.get(globalThis, 'shared') ?? new IAMClient({ ...pacedClientSettings(), credentials });\n  Reflect.set(globalThis, 'shared', iam);",
    caughtBy: [shortSoak],
  },
  {
    breaks: "An account without a result counts as reached",
    file: "functions/report/gather-results.ts",
    replace: 'else if (result?.outcome !== "enforced") unreached',
    by: 'else if (result !== undefined && result.outcome !== "enforced") unreached',
    caughtBy: ["test/functions/report/report-run.test.ts"],
  },
  {
    breaks: "A run that missed an account is complete",
    file: "functions/report/coverage.ts",
    replace: "unreached.length === 0 && failure.length === 0",
    by: "unreached.length < 1_000_000 && failure.length === 0",
    caughtBy: ["test/functions/report/coverage.test.ts", "test/functions/report/report-run.test.ts"],
  },
  {
    breaks: "A run in which the Map failed is complete",
    file: "functions/report/coverage.ts",
    replace: "unreached.length === 0 && failure.length === 0",
    by: "unreached.length === 0",
    caughtBy: ["test/functions/report/coverage.test.ts"],
  },
  {
    breaks: "A run begins whose sender SES does not take",
    file: "functions/scheduler/list-accounts.ts",
    replace: "if (problem !== undefined) throw new SenderUnusable(problem);",
    by: 'if (problem === "") throw new SenderUnusable(problem);',
    caughtBy: ["test/functions/scheduler/sender.test.ts"],
  },
  {
    breaks: "A child that fails, fails the Map",
    file: "statemachine/daily.asl.json",
    replace: '"ErrorEquals": ["States.ALL"],\n                "Next": "AccountUnreached"',
    by: '"ErrorEquals": ["Interrupted"],\n                "Next": "AccountUnreached"',
    caughtBy: [asl, "test/statemachine/failing-account.test.ts"],
  },
  {
    breaks: "Nobody comes back to a notice that another worker has claimed",
    file: "statemachine/daily.asl.json",
    replace: '                "ErrorEquals": ["NoticesInFlight"]',
    by: '                "ErrorEquals": ["States.Timeout"]',
    caughtBy: [asl],
  },
  {
    breaks: "A key is restored that Curfew never switched off",
    file: "functions/domain/evaluate-restore.ts",
    replace: 'if (deactivation === undefined) return refused("Curfew has not switched this key off");',
    by: 'if (deactivation === undefined) return { verdict: "restore", until: addDays(run.day, days), deactivation: { state: "done", on: run.day, run: run.id, count: 1 } };',
    caughtBy: ["test/functions/domain/evaluate-restore.test.ts", restoreKey],
  },
  {
    breaks: "A restored key is announced though it was not read back as on",
    file: "functions/worker/restore-key.ts",
    replace: 'if (readBack?.status !== "Active")',
    by: 'if (readBack?.status === "Expired")',
    caughtBy: [restoreKey],
  },
  {
    breaks: "A restore is not recorded before the key is switched on",
    file: "functions/worker/restore-key.ts",
    replace: 'if ((await record("intended")) === "held")',
    by: "if (deactivation.count < 0)",
    caughtBy: [restoreKey],
  },
];
