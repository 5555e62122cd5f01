import { type Day, dayOf } from "../../functions/domain/calendar-day.ts";
import { deactivationResultPrefix, planKey, reportKey } from "../../functions/domain/run-files.ts";
import { parseJson } from "../../functions/runtime/parse.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { accountResultSchema } from "../../statemachine/account-result.ts";
import { deactivationResultSchema, planFileSchema } from "../../statemachine/plan.ts";
import { runReportSchema } from "../../statemachine/run-report.ts";
import { type RedeployableCloud, startCloudUnderTest } from "../faults/cloud-under-test.ts";
import type { AwsFailure } from "../faults/injection/aws-failures.ts";
import { type CallName, callName } from "../faults/injection/call-name.ts";
import { RandomFaults } from "../faults/injection/random-faults.ts";
import { shortQueryPages } from "../faults/injection/short-query-pages.ts";
import { bucketOf } from "../faults/past.ts";
import { noticeMails, noticesOf } from "../faults/sent-notices.ts";
import { hubAccountId, managementAccountId, securityContact } from "../support/integration-settings.ts";
import type { Attempts, SeenMail } from "./plain-curfew.ts";
import { dayNumber } from "./plain-world.ts";
import { firstSettings } from "./settings.ts";
import type { SoakOptions } from "./soak.ts";

/** The figures of a soak. */
export interface SoakFigures {
  days: number;
  accounts: number;
  runs: number;
  calls: number;
  faults: number;
  notices: number;
  deactivations: number;
  restores: number;
  approvals: number;
  /** Mails that repeated an earlier one of the same day. */
  duplicates: number;
  /** Calls whose fault may have left a mail unconfirmed. As many duplicates are allowed. */
  admittedDuplicates: number;
}

/** The runs of one day, and what they mailed. */
export interface LivedDay {
  readonly runs: number;
  /** The first run that covered the Organization. */
  readonly runId: string;
  readonly mails: readonly SeenMail[];
  /** Of each run over the Organization that wrote its report. */
  readonly attempts: readonly Attempts[];
  /** The account of each key that a run planned to deactivate: as often as runs did, whatever came of it. */
  readonly reserved: readonly string[];
  readonly problems: readonly string[];
}

/** A key, in the form in which the differences of a soak name it. */
export interface KeyOfRecords {
  readonly accountId: string;
  /** The last four characters of its ID. */
  readonly keyEnd: string;
}

const mostRunsADay = 60;

/** The embedded cloud of a soak, with Curfew. Any call may fail, and each run is repeated until all is covered. */
export class SoakedCloud {
  readonly under: RedeployableCloud;
  readonly figures: SoakFigures;
  readonly #faults: RandomFaults;
  #secretsSeen = 0;
  #restores = 0;

  private constructor(under: RedeployableCloud, figures: SoakFigures, faults: RandomFaults) {
    this.under = under;
    this.figures = figures;
    this.#faults = faults;
  }

  /** @param onTagsRead called when an evaluation has read the tags of a user */
  static async start(
    options: SoakOptions,
    accountIds: readonly string[],
    firstDay: Day,
    onTagsRead: (accountId: string, userName: string, day: Day) => void,
  ): Promise<SoakedCloud> {
    const { accounts, days, synthesize } = options;
    const settings = firstSettings(accounts);
    const figures: SoakFigures = {
      ...{ days, accounts, runs: 0, calls: 0, faults: 0, notices: 0, deactivations: 0 },
      ...{ restores: 0, approvals: 0, duplicates: 0, admittedDuplicates: 0 },
    };
    const faults = faultsOf(options, figures);
    const members = [managementAccountId, hubAccountId, ...accountIds];
    const today = () => dayOf(under.clock.now());
    const under: RedeployableCloud = await startCloudUnderTest({
      settings,
      assembly: synthesize(settings),
      day: firstDay,
      members,
      props: {
        organization: {
          id: settings.organization.id,
          rootId: "r-test",
          managementAccountId,
          delegatedAdministrators: [hubAccountId],
          organizationalUnits: [],
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
        interceptors: [
          tagsReadBy((accountId, userName) => onTagsRead(accountId, userName, today())),
          shortQueryPages(3, ["accountId", "accessKeyId"]),
          faults,
        ],
      },
    });
    return new SoakedCloud(under, figures, faults);
  }

  /** Moves the clock to a day, and delivers SES's events until then. */
  async moveTo(day: Day): Promise<void> {
    this.under.moveTo(day);
    this.#faults.isOn = false;
    await this.under.cloud.settled();
  }

  endSuppression(address: string): void {
    this.under.cloud.mail.account(hubAccountId, "eu-central-1").endSuppression(address);
  }

  /** Runs until every account was covered. On a calm day, without faults. */
  async liveDay(today: Day, isCalm: boolean): Promise<LivedDay> {
    const { cloud } = this.under;
    const sentBefore = cloud.mail.outbox().length;
    this.#faults.isOn = !isCalm;
    const problems: string[] = [];
    const attempts: Attempts[] = [];
    const reserved: string[] = [];
    let input: { readonly accountIds?: readonly string[] } = {};
    let covered = "";
    let runs = 0;
    let lastEnd = "";
    for (; runs < mostRunsADay; runs += 1) {
      const runId = `${today}-${runs + 1}`;
      const { status, error, cause } = await this.under.run(runId, input);
      this.figures.runs += 1;
      for (const { accountId, fate } of this.#planned(today, runId))
        if (fate === "deactivate") reserved.push(accountId);
      const missed = this.#missedAccounts(today, runId);
      lastEnd = `${runId} ended as ${error ?? status}: ${cause}; missed: ${missed?.join(" ") ?? "unknown"}`;
      if (missed !== undefined && covered === "") covered = runId;
      if (missed !== undefined && input.accountIds === undefined) attempts.push(this.#attempts(today, runId));
      if (status === "SUCCEEDED" && missed?.length === 0) {
        runs += 1;
        break;
      }
      if (isCalm) problems.push(lastEnd);
      // If the report names no account, the whole run is started again.
      if (missed !== undefined && missed.length > 0) input = { accountIds: missed };
    }
    if (runs === mostRunsADay)
      problems.push(`not everything was covered in ${mostRunsADay} runs. ${lastEnd}`);
    this.#faults.isOn = false;
    const mails = this.#mailsSince(sentBefore);
    this.figures.duplicates += mails.length - new Set(mails.map((mail) => JSON.stringify(mail))).size;
    this.figures.calls += this.under.recorder.calls.length;
    this.under.recorder.clear();
    return { runs, runId: covered, mails, attempts, reserved, problems };
  }

  /** IDs of keys that are Inactive. */
  inactive(): ReadonlySet<string> {
    const { organization, iam } = this.under.cloud;
    const keys = organization
      .accounts()
      .flatMap(({ id }) => iam.of(id).users())
      .flatMap((user) => [...user.keys.values()]);
    this.figures.deactivations = this.under.statusChanges.filter(
      ({ status }) => status === "Inactive",
    ).length;
    return new Set(keys.filter(({ status }) => status === "Inactive").map(({ accessKeyId }) => accessKeyId));
  }

  /** Checks that exactly these keys wait for an approval in the plan of a run. */
  compareAwaiting(runId: string, today: Day, expected: readonly string[]): string[] {
    const text = this.#object(planKey(today, runId));
    if (text === undefined) return ["there is no plan"];
    const awaiting = parseJson(planFileSchema, text, "plan")
      .plan.keys.filter(({ fate }) => fate === "awaitsApproval")
      .map(({ accessKeyId }) => accessKeyId);
    const isSame = awaiting.toSorted().join() === expected.toSorted().join();
    return isSame ? [] : [`${awaiting.length} keys wait for an approval, and should be ${expected.length}`];
  }

  /** What each run of a day recorded about a key, to find out why it did something else than expected. */
  recordsOf(today: Day, key: KeyOfRecords): string[] {
    return this.under.cloud.buckets.keys(bucketOf(this.under)).flatMap((file) => {
      if (!file.startsWith(`runs/${today}/`)) return [];
      const recorded = recordedIn(file, this.#object(file) ?? "", key);
      return recorded === undefined ? [] : [`${file} ${JSON.stringify(recorded)}`];
    });
  }

  /** Somebody approves the plan of a run. */
  async approve(run: string, day: Day): Promise<string[]> {
    const input = { run, day, reason: "all are known", approvedBy: "sam@example.com" };
    const { status, output, cause } = await this.under.run(`approve-${day}`, input, "approve");
    this.figures.approvals += 1;
    return status === "SUCCEEDED" && output?.includes('"approved"')
      ? []
      : [`not approved: ${output ?? cause}`];
  }

  /** An operator restores a key. Returns the mails, without the security contact's. */
  async restore(
    request: { readonly accountId: string; readonly accessKeyId: string; readonly days: number },
    today: Day,
  ): Promise<Pick<LivedDay, "mails" | "problems">> {
    const sentBefore = this.under.cloud.mail.outbox().length;
    this.#restores += 1;
    const input = { ...request, reason: "the new key does not work" };
    const { status, output, cause } = await this.under.run(
      `restore-${today}-${this.#restores}`,
      input,
      "restore",
    );
    this.figures.restores += 1;
    const isDone = status === "SUCCEEDED" && output?.includes('"restored":1');
    return {
      mails: this.#mailsSince(sentBefore),
      problems: isDone ? [] : [`${request.accessKeyId} was not restored: ${output ?? cause}`],
    };
  }

  /** How many secrets of sessions are in a text or in the runtime's own log. */
  leaksIn(text: string): number {
    const all = text + this.under.runtimeLog.join("\n");
    const fresh = [...this.under.secrets].slice(this.#secretsSeen);
    this.#secretsSeen = this.under.secrets.size;
    return fresh.filter((secret) => all.includes(secret)).length;
  }

  close(): Promise<void> {
    return this.under.close();
  }

  #mailsSince(before: number): SeenMail[] {
    return noticeMails(this.under.cloud.mail.outbox().slice(before))
      .flatMap((mail) => noticesOf(mail))
      .filter(({ to }) => to !== securityContact)
      .map(({ to, accountId, key, kind, names }) => ({
        ...{ to, accountId, key, kind },
        names: names === undefined ? undefined : dayNumber(names),
      }));
  }

  /**
   * Accounts that a run did not cover, or in which a notice or a planned deactivation failed, or nobody knows whether a
   * mail has left. `undefined` without a report.
   */
  #missedAccounts(today: Day, runId: string): string[] | undefined {
    const text = this.#object(reportKey(today, runId, "json"));
    if (text === undefined) return undefined;
    const { unreachable, partlyEvaluated, keys } = parseJson(runReportSchema, text, "report");
    const missed = new Set([...unreachable, ...partlyEvaluated].map(({ id }) => id));
    for (const { accountId, notices } of keys)
      if (notices.some(({ outcome }) => outcome === "failed" || outcome === "inFlight"))
        missed.add(accountId);
    const { buckets } = this.under.cloud;
    const results = buckets
      .keys(bucketOf(this.under))
      .filter((key) => key.startsWith(deactivationResultPrefix(today, runId)));
    for (const key of results) {
      const result = parseJson(deactivationResultSchema, this.#object(key) ?? "", "deactivation result");
      if (result.problems.length > 0 || result.keys.some(({ why }) => why?.code === "failed"))
        missed.add(result.account.id);
    }
    for (const { accountId, fate } of this.#planned(today, runId))
      if (fate === "deactivate" && !results.some((key) => key.includes(accountId))) missed.add(accountId);
    return [...missed].sort();
  }

  #attempts(today: Day, runId: string): Attempts {
    const planned = this.#planned(today, runId);
    const results = this.under.cloud.buckets
      .keys(bucketOf(this.under))
      .filter((key) => key.startsWith(deactivationResultPrefix(today, runId)))
      .map((key) => parseJson(deactivationResultSchema, this.#object(key) ?? "", "deactivation result"));
    const found = new Map(results.flatMap(({ keys }) => keys.map((key) => [key.accessKeyId, key])));
    const failed = new Set<string>();
    const succeeded = new Set<string>();
    for (const { accountId, accessKeyId, fate } of planned) {
      const result = found.get(accessKeyId);
      if (result?.outcome === "deactivated") succeeded.add(accountId);
      else if (fate === "deactivate" && (result === undefined || result.why?.code === "failed"))
        failed.add(accountId);
    }
    return { failed: [...failed].filter((id) => !succeeded.has(id)), succeeded: [...succeeded] };
  }

  /** The keys in the plan of a run; none if it wrote no plan. */
  #planned(today: Day, runId: string) {
    const text = this.#object(planKey(today, runId));
    return text === undefined ? [] : parseJson(planFileSchema, text, "plan").plan.keys;
  }

  #object(key: string): string | undefined {
    return this.under.cloud.buckets.get(bucketOf(this.under), key)?.body.toString("utf8");
  }
}

/** What a file of a run says about a key. */
function recordedIn(file: string, text: string, { accountId, keyEnd }: KeyOfRecords): object | undefined {
  const isIt = (accessKeyId: string) => accessKeyId.endsWith(keyEnd);
  if (file.endsWith(`/accounts/${accountId}.json`)) {
    const { results, problems } = parseJson(accountResultSchema, text, file);
    return { results: results.filter(({ facts }) => isIt(facts.accessKeyId)), problems };
  }
  if (file.endsWith(`/deactivations/${accountId}.json`)) {
    const { keys, problems } = parseJson(deactivationResultSchema, text, file);
    return { keys: keys.filter(({ accessKeyId }) => isIt(accessKeyId)), problems };
  }
  if (!file.endsWith("/plan.json")) return undefined;
  const { keys, ...plan } = parseJson(planFileSchema, text, file).plan;
  return { ...plan, keys: keys.filter(({ accessKeyId }) => isIt(accessKeyId)) };
}

/** Notices when an evaluation reads a user's tags. The deactivation step reads them on its own. */
function tagsReadBy(onRead: (accountId: string, userName: string) => void): Interceptor {
  return {
    async after({ operation, accountId, request }, { status }) {
      const { roleArn = "" } = request.principal;
      if (operation !== "ListUserTags" || status !== 200 || !roleArn.endsWith("curfew-read"))
        return undefined;
      onRead(accountId, new URLSearchParams(request.body.toString("utf8")).get("UserName") ?? "");
      return undefined;
    },
  };
}

/** If SES rejects a recipient, somebody else gets the mail. The fault tests cover that. */
const notForAll = new Set(["rejected", "bad request"]);

function faultsOf({ seed, faults }: SoakOptions, figures: SoakFigures): RandomFaults {
  return new RandomFaults({
    seed: String(seed),
    share: faults,
    without: ({ name }) => notForAll.has(name),
    onFault(failure, call) {
      figures.faults += 1;
      if (mayRepeatAMail(failure, callName(call))) figures.admittedDuplicates += 1;
    },
  });
}

/** Whether the fault lies between SES accepting a mail and the ledger confirming it. */
function mayRepeatAMail({ tookEffect }: AwsFailure, { service, operation, about }: CallName): boolean {
  if (service === "ses" && operation === "SendEmail") return tookEffect;
  return service === "dynamodb" && about === "notice sent";
}
