import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import { reportKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { runReportSchema } from "../../statemachine/run-report.ts";
import { type CloudUnderTest, startCloudUnderTest } from "../faults/cloud-under-test.ts";
import type { AwsFailure } from "../faults/injection/aws-failures.ts";
import { RandomFaults } from "../faults/injection/random-faults.ts";
import { shortQueryPages } from "../faults/injection/short-query-pages.ts";
import { bucketOf } from "../faults/past.ts";
import { kindOf, noticeMails, toldBy } from "../faults/told.ts";
import { hubAccountId, integrationSettings, managementAccountId } from "../support/integration-settings.ts";
import { Lives } from "./daily-changes.ts";
import { PlainRules } from "./plain-rules.ts";
import { happenIn, type SoakEvent } from "./soak-event.ts";

/** How long and how large a soak is. */
export interface SoakOptions {
  readonly assembly: string;
  readonly seed: number;
  /** Days on which Curfew runs. */
  readonly days: number;
  /** From one of them to the next; the days between are missed. */
  readonly everyDays: number;
  readonly accounts: number;
  /** Share of all calls that fail. */
  readonly faults: number;
}

/** What a soak came to. */
export interface SoakFigures {
  days: number;
  accounts: number;
  runs: number;
  calls: number;
  faults: number;
  notices: number;
  deactivations: number;
  /** Mails that said again what an earlier one had said on the same day. */
  duplicates: number;
  /** Calls whose fault may have left a mail unconfirmed: as many duplicates are admitted. */
  admittedDuplicates: number;
}

/** A soak's figures, and every disagreement with the plain rules. */
export interface Soaked {
  readonly figures: SoakFigures;
  readonly differences: readonly string[];
  /** Secrets that stood in what was logged. */
  readonly leaks: number;
}

const firstDay: Day = "2027-05-03";
/**
 * So often a day's run is started again for what it did not reach. A run for a hundred accounts by name asks about
 * each of them, so that at two per cent of faults most such runs end before they begin.
 */
const mostRunsADay = 60;

/**
 * Lives many days over many accounts while calls fail, and compares each day with the plain rules. A run that
 * does not reach everything is started again on the same day, as an operator does it: for the accounts that
 * its report names.
 * @param logged takes what was logged since it was asked last
 */
export async function soak(options: SoakOptions, logged: () => string): Promise<Soaked> {
  const { days, seed } = options;
  const accountIds = Array.from({ length: options.accounts }, (_, index) => String(200_000_000_001 + index));
  const lives = new Lives(seed);
  const rules = new PlainRules();
  const differences: string[] = [];
  const figures = emptyFigures(options);
  const faults = faultsOf(options, figures);
  const under = await startSoakedCloud(options, accountIds, faults);
  const happen = (events: readonly SoakEvent[]) => {
    for (const event of events) {
      rules.happen(event);
      happenIn(under.cloud.iam, event);
    }
  };
  let leaks = 0;
  try {
    happen(lives.beginning(accountIds, firstDay));
    for (let number = 0; number < days; number += 1) {
      const today = addDays(firstDay, number * options.everyDays);
      under.clock.moveTo(today);
      if (number > 0)
        for (const accountId of accountIds)
          happen(
            lives.changes(
              accountId,
              rules.users.filter((user) => user.accountId === accountId),
              today,
            ),
          );
      const sentBefore = under.cloud.mail.outbox().length;
      const secretsBefore = under.secrets.size;
      const problem = await runDay(under, today, figures);
      if (problem !== undefined) differences.push(`${today}: ${problem}`);
      differences.push(...compare(under, rules, today, sentBefore, figures));
      leaks += leaksIn(logged() + under.runtimeLog.join("\n"), [...under.secrets].slice(secretsBefore));
      figures.calls += under.recorder.calls.length;
      under.recorder.clear();
      if (differences.length > 20) break;
    }
    return { figures, differences, leaks };
  } finally {
    await under.close();
  }
}

/** Runs until everything was reached. */
async function runDay(under: CloudUnderTest, today: Day, figures: SoakFigures): Promise<string | undefined> {
  let input: object = {};
  for (let attempt = 1; attempt <= mostRunsADay; attempt += 1) {
    const runId = `${today}-${attempt}`;
    const { status, error, cause } = await under.run(runId, input);
    figures.runs += 1;
    if (status === "SUCCEEDED") return undefined;
    const json = under.cloud.buckets.get(bucketOf(under), reportKey(today, runId, "json"));
    if (error === "CoverageIncomplete" && json !== undefined) {
      const report = parse(runReportSchema, JSON.parse(json.body.toString("utf8")), "report");
      if (report.unreached.length > 0) input = { accountIds: report.unreached.map(({ id }) => id) };
    } else if (attempt === mostRunsADay) return `the last run ended as ${error}: ${cause}`;
  }
  return `not everything was reached in ${mostRunsADay} runs`;
}

function compare(
  under: CloudUnderTest,
  rules: PlainRules,
  today: Day,
  sentBefore: number,
  figures: SoakFigures,
): string[] {
  const keysOff = () =>
    under.cloud.organization
      .accounts()
      .flatMap(({ id }) => under.cloud.iam.of(id).users())
      .flatMap(({ keys }) => [...keys.values()])
      .filter(({ status }) => status === "Inactive")
      .map(({ accessKeyId }) => accessKeyId);
  const expected = rules.run(under.clock.now());
  const told = noticeMails(under.cloud.mail.outbox().slice(sentBefore))
    .flatMap(toldBy)
    .map(({ to, accountId, key, sentence }) => `${to} ${accountId} ${key} ${kindOf(sentence)}`);
  const expectedOff = rules.users
    .flatMap(({ keys }) => [...keys.values()])
    .filter(({ on }) => !on)
    .map(({ id }) => id);
  figures.notices += expected.notices.length;
  figures.deactivations += expected.off.length;
  figures.duplicates += told.length - new Set(told).size;
  return [
    ...missing(expected.notices, told).map((text) => `${today}: nobody told ${text}`),
    ...missing(told, expected.notices).map((text) => `${today}: somebody told ${text}`),
    ...missing(expectedOff, keysOff()).map((key) => `${today}: ${key} is on`),
    ...missing(keysOff(), expectedOff).map((key) => `${today}: ${key} is off`),
  ];
}

function missing(wanted: readonly string[], found: readonly string[]): string[] {
  const all = new Set(found);
  return wanted.filter((text) => !all.has(text));
}

/** What SES says against a recipient makes somebody else the recipient; the faults' own suite has that. */
const notForAll = new Set(["rejected", "bad request"]);

function faultsOf({ seed, faults }: SoakOptions, figures: SoakFigures): RandomFaults {
  return new RandomFaults({
    seed: String(seed),
    share: faults,
    without: ({ name }) => notForAll.has(name),
    onFault(failure, call) {
      figures.faults += 1;
      if (mayRepeatAMail(failure, call.service, call.operation, call.request.body.toString("utf8")))
        figures.admittedDuplicates += 1;
    },
  });
}

function mayRepeatAMail(failure: AwsFailure, service: string, operation: string, body: string): boolean {
  if (service === "ses" && operation === "SendEmail") return failure.tookEffect;
  return operation === "UpdateItem" && body.includes("SET #notice = :sent");
}

function startSoakedCloud(
  { assembly }: SoakOptions,
  accountIds: readonly string[],
  faults: RandomFaults,
): Promise<CloudUnderTest> {
  const settings = integrationSettings();
  const members = [managementAccountId, hubAccountId, ...accountIds];
  return startCloudUnderTest({
    settings,
    assembly,
    day: firstDay,
    members,
    props: {
      organization: {
        id: settings.organization.id,
        rootId: "r-test",
        managementAccountId,
        delegatedAdministrators: [hubAccountId],
        units: [],
        accounts: members.map((id) => ({
          id,
          name: `Account ${id.slice(-3)}`,
          parentId: "r-test",
          state: "ACTIVE",
          joinedAt: new Date("2024-06-08T10:11:12Z"),
        })),
      },
      iam: { largestPage: 2 },
      organizations: { emptyPageAfter: 1 },
      credentialReports: { readyAfter: { polls: 0 } },
      interceptors: [shortQueryPages(3, ["accountId", "accessKeyId"]), faults],
    },
  });
}

function leaksIn(text: string, secrets: readonly string[]): number {
  return secrets.filter((secret) => text.includes(secret)).length;
}

function emptyFigures({ days, accounts }: SoakOptions): SoakFigures {
  return {
    days,
    accounts,
    runs: 0,
    calls: 0,
    faults: 0,
    notices: 0,
    deactivations: 0,
    duplicates: 0,
    admittedDuplicates: 0,
  };
}
