import type { Mutation } from "./mutation.ts";

const evaluateKeyFile = "functions/domain/evaluate-key.ts";
const evaluateKey = "test/functions/domain/evaluate-key.test.ts";
const lives = "test/functions/domain/evaluate-key.property.test.ts";
const enforceAccount = "test/functions/worker/enforce-account.test.ts";
const warnedFirst = "test/peer-defects/warned-first.test.ts";
const safeSwitches = "test/peer-defects/safe-switches.test.ts";
const listedBySwitchingOff = "test/functions/worker/listed-by-switching-off.test.ts";
const restoreKey = "test/functions/worker/restore-key.test.ts";
const shortSoak = "test/soak/short-soak.test.ts";

/** The rules of the domain. */
export const ruleMutations: readonly Mutation[] = [
  {
    breaks: "A key is switched off on the day of its first notice: there is no grace",
    file: evaluateKeyFile,
    replace: "firstNotice !== undefined && graceOver <= today",
    by: 'firstNotice !== undefined && graceOver !== ""',
    caughtBy: [evaluateKey, lives, warnedFirst],
  },
  {
    breaks: "A key whose owner was never told is switched off",
    file: evaluateKeyFile,
    replace: "firstNotice !== undefined && graceOver <= today",
    by: "firstNotice === undefined || graceOver <= today",
    caughtBy: [evaluateKey, lives, warnedFirst, shortSoak],
  },
  {
    breaks: "The grace is a day short",
    file: "functions/domain/grace.ts",
    replace: "addDays(firstNotice, minimumNoticeDays)",
    by: "addDays(firstNotice, minimumNoticeDays - 1)",
    caughtBy: [evaluateKey, lives, warnedFirst],
  },
  {
    breaks: "A reminder that a key stays on counts as its warning",
    file: "functions/domain/grace.ts",
    replace: "on > since && announcesDeactivation(id)",
    by: 'on > since && (announcesDeactivation(id) || id !== "")',
    caughtBy: [enforceAccount],
  },
  {
    breaks: "What was said before an exemption ended counts as a warning",
    file: "functions/domain/grace.ts",
    replace: 'exemptUntil(history, exemption) ?? "";',
    by: '"";',
    caughtBy: [evaluateKey],
  },
  {
    breaks: "An exemption counts for nothing",
    file: evaluateKeyFile,
    replace: 'user.exemption.state === "active"',
    by: 'user.exemption.state === "active" && user.exemption.until === ""',
    caughtBy: [evaluateKey, enforceAccount],
  },
  {
    breaks: "An exemption that cannot be read counts for none",
    file: evaluateKeyFile,
    replace: 'user.exemption.state === "unreadable"',
    by: 'user.exemption.state === "unreadable" && user.exemption.value === ""',
    caughtBy: [evaluateKey, enforceAccount],
  },
  {
    breaks: "Whoever's type is unknown is an employee",
    file: "functions/domain/user-facts.ts",
    replace: "return { known: false, found };",
    by: 'return { known: true, name: found === "" ? "employee" : "employee" };',
    caughtBy: [evaluateKey, enforceAccount],
  },
  {
    breaks: "Tag keys are compared with their case",
    file: "functions/domain/user-facts.ts",
    replace: "key.toLowerCase() === name.toLowerCase()",
    by: "key === name",
    caughtBy: ["test/peer-defects/mail.test.ts"],
  },
  {
    breaks: "A stage is due on its very day only, so that a missed run loses it",
    file: "functions/domain/due-stage.ts",
    replace: "stages.findLast((stage) => stage.day <= age);\n  if (due",
    by: "stages.findLast((stage) => stage.day === age);\n  if (due",
    caughtBy: [evaluateKey, warnedFirst, shortSoak],
  },
  {
    breaks: "Every stage that was reached is due, not the latest",
    file: "functions/domain/due-stage.ts",
    replace: "stages.findLast((stage) => stage.day <= age);\n  if (due",
    by: "stages.find((stage) => stage.day <= age);\n  if (due",
    caughtBy: [evaluateKey, lives],
  },
  {
    breaks: "A stage is due a day early",
    file: "functions/domain/calendar-day.ts",
    replace: "return Math.round(",
    by: "return 1 + Math.round(",
    caughtBy: [evaluateKey],
  },
  {
    breaks: "A key with a status that nobody knows is treated as active",
    file: evaluateKeyFile,
    replace: 'key.status !== "Active"',
    by: 'key.status === "Inactive"',
    caughtBy: ["test/functions/domain/evaluate-switched-off-key.test.ts"],
  },
  {
    breaks: "A key that an operator switched on again is switched off at once",
    file: evaluateKeyFile,
    replace: "today <= restore.until",
    by: "today < addDays(restore.until, -1000)",
    caughtBy: [evaluateKey, restoreKey],
  },
  {
    breaks: "A notice is due again every day",
    file: "functions/domain/unsent.ts",
    replace: "notice.id === id && notice.to === to",
    by: 'notice.id === id && notice.to === to && id === ""',
    caughtBy: [evaluateKey, lives],
  },
  {
    breaks: "An owner without a readable address is told nothing",
    file: "functions/domain/recipients.ts",
    replace: "to: [...new Set([...to, fallback.toLowerCase()])],",
    by: "to: [...to],",
    caughtBy: ["test/functions/domain/recipients.test.ts"],
  },
  {
    breaks: "Report mode acts",
    file: "functions/worker/enforce-member.ts",
    replace: 'rules.mode === "report" ? wouldAct(judged)',
    by: 'rules.mode !== "report" && rules.mode !== "enforce" ? wouldAct(judged)',
    caughtBy: [enforceAccount, safeSwitches],
  },
  {
    breaks: "Report mode switches off whom it lists",
    file: "functions/worker/enforce-member.ts",
    replace: '...(rules.mode === "report" ? {} : { switchOffListed }),',
    by: "switchOffListed,",
    caughtBy: [listedBySwitchingOff],
  },
  {
    breaks: "A listed key is switched off though its user is exempt",
    file: "functions/worker/switch-off-due-keys.ts",
    replace: 'decision.verdict === "deactivate"',
    by: 'decision.verdict !== "inTime"',
    caughtBy: [listedBySwitchingOff],
  },
  {
    breaks: "A key whose grace is not over may be switched off by what is remembered",
    file: "functions/domain/may-be-switched-off.ts",
    replace: "graceOverOn(firstNotice, rules.minimumNoticeDays) <= today",
    by: 'graceOverOn(firstNotice, 0) <= today && rules.mode !== "report"',
    caughtBy: ["test/functions/domain/may-be-switched-off.test.ts"],
  },
  {
    breaks: "A run that was lowered to report mode enforces where the settings do",
    file: "functions/domain/account-scope.ts",
    replace: 'mode: runMode === "report" ? "report" : mode',
    by: "mode: runMode === mode ? runMode : mode",
    caughtBy: [safeSwitches, enforceAccount],
  },
  {
    breaks: "An override in report mode is passed over",
    file: "functions/domain/account-scope.ts",
    replace: "mode = override.mode ?? mode;",
    by: "mode = mode ?? override.mode;",
    caughtBy: [enforceAccount],
  },
  {
    breaks: "An execution cannot lower the mode",
    file: "functions/domain/run-mode.ts",
    replace: 'if (lowered) return "report";',
    by: "void lowered;",
    caughtBy: ["test/functions/scheduler/run-input.test.ts"],
  },
  {
    breaks: "A session in report mode may switch keys off",
    file: "functions/aws/session-policy.ts",
    replace: "report: reading,",
    by: "report: [...reading, acting],",
    caughtBy: ["test/functions/aws/session-policy.test.ts", safeSwitches],
  },
  {
    breaks: "A closed account is enforced",
    file: "functions/domain/account-scope.ts",
    replace: "!enforceableStates.has(state)",
    by: '!enforceableStates.has(state) && state !== "CLOSED"',
    caughtBy: ["test/functions/scheduler/list-accounts.test.ts"],
  },
];
