import { performance } from "node:perf_hooks";
import { AccountRegions } from "./cloud/account-regions.ts";
import { CallLog } from "./cloud/call-log.ts";
import type { Deployment } from "./cloud/deployment.ts";
import { setDocumentedRates } from "./cloud/documented-rates.ts";
import { startFront } from "./cloud/front.ts";
import { type Credential, Identities } from "./cloud/identities.ts";
import { evaluateIdentity } from "./cloud/policy-evaluation.ts";
import type { CloudClock, Interceptor } from "./cloud/service.ts";
import { Throttle } from "./cloud/throttle.ts";
import { UnfinishedWork } from "./cloud/unfinished-work.ts";
import { deployToCloud } from "./deploy/deploy-to-cloud.ts";
import { DynamoDbService } from "./services/dynamodb/dynamodb-service.ts";
import { TableHosts } from "./services/dynamodb/table-hosts.ts";
import type { ReceivedEvent } from "./services/events/event-buses.ts";
import { eventsService } from "./services/events/events-service.ts";
import type { ReportSettings } from "./services/iam/credential-report-store.ts";
import { IamAccounts } from "./services/iam/iam-accounts.ts";
import { type IamServiceSettings, iamService } from "./services/iam/iam-service.ts";
import { Functions, type FunctionsOptions } from "./services/lambda/functions.ts";
import { lambdaService } from "./services/lambda/lambda-service.ts";
import { type Messaging, messagingOf } from "./services/messaging.ts";
import { type OrganizationData, OrganizationTree } from "./services/organizations/organization-tree.ts";
import {
  type OrganizationsSettings,
  organizationsService,
} from "./services/organizations/organizations-service.ts";
import { Buckets } from "./services/s3/buckets.ts";
import { mayListBucketBy } from "./services/s3/may-list-bucket.ts";
import { S3Service } from "./services/s3/s3-service.ts";
import { schedulerService } from "./services/scheduler/scheduler-service.ts";
import { Schedules } from "./services/scheduler/schedules.ts";
import { MailAccounts } from "./services/ses/mail-accounts.ts";
import { MailInbox } from "./services/ses/mail-inbox.ts";
import { SesService } from "./services/ses/ses-service.ts";
import { StateMachines } from "./services/states/state-machines.ts";
import { statesService } from "./services/states/states-service.ts";
import { stsService } from "./services/sts/sts-service.ts";

/** How an embedded cloud behaves. Without an option it behaves like AWS. */
export interface EmbeddedCloudProps {
  readonly organization: OrganizationData;
  readonly clock: CloudClock;
  /** Faults and latency. One that is added later counts from then on. */
  readonly interceptors?: readonly Interceptor[];
  readonly credentialReports?: ReportSettings;
  readonly iam?: IamServiceSettings;
  readonly organizations?: OrganizationsSettings;
  readonly functions?: Omit<FunctionsOptions, "identities" | "clock" | "endpointUrl">;
  /**
   * The rates of Organizations, IAM and SES. A time scale of 10 lets time pass ten times as fast for them; `none`
   * sets no rates of Organizations and IAM. @default { timeScale: 1 }
   */
  readonly rates?: "none" | { readonly timeScale: number };
  /** What every wait before a retry is multiplied by, 1 by default: tests cannot wait for minutes. */
  readonly retryScale?: number;
  /** Whether mails can be read in a browser while the cloud runs. */
  readonly withInbox?: boolean;
  readonly port?: number;
}

/** AWS on loopback, for one Organization, with the in-process side of each service. */
export interface EmbeddedCloud {
  /** What AWS_ENDPOINT_URL must be. */
  readonly url: string;
  readonly identities: Identities;
  readonly organization: OrganizationTree;
  readonly iam: IamAccounts;
  /** Which Regions each account has enabled. */
  readonly regions: AccountRegions;
  readonly mail: MailAccounts;
  readonly inbox: MailInbox | undefined;
  readonly buckets: Buckets;
  readonly tables: TableHosts;
  readonly functions: Functions;
  readonly stateMachines: StateMachines;
  readonly messaging: Messaging;
  /** What arrived on the default event buses. */
  readonly events: readonly ReceivedEvent[];
  readonly calls: CallLog;
  readonly throttle: Throttle;
  /** Credentials of somebody who may do everything in an account. */
  operator(accountId: string): Credential;
  /** Puts a stack into its account. Policies that cannot be understood are refused here, not at the first call. */
  deploy(deployment: Deployment): Promise<void>;
  /**
   * Lets happen what is due by the clock, and resolves when every event has reached its targets or failed
   * for good, and every function that was invoked by one has ended.
   */
  settled(): Promise<void>;
  /** Stops executions and functions, waits for calls in progress, and only then closes the data stores. */
  close(): Promise<void>;
}

/** Starts an embedded cloud. */
export async function startEmbeddedCloud(props: EmbeddedCloudProps): Promise<EmbeddedCloud> {
  const { clock } = props;
  const organization = new OrganizationTree(props.organization);
  const { partition } = organization;
  const identities = new Identities(clock, partition);
  const organizationIdOf = (accountId: string) => organization.organizationIdOf(accountId);
  const accountState = (accountId: string) => organization.stateOf(accountId);
  const iam = new IamAccounts(clock, props.credentialReports, partition);
  const inbox = props.withInbox === true ? await MailInbox.start() : undefined;
  const buckets = new Buckets(clock);
  const tables = new TableHosts();
  const schedules = new Schedules(clock);
  const calls = new CallLog();
  const { rates = { timeScale: 1 } } = props;
  const milliseconds = () => performance.now() * (rates === "none" ? 1 : rates.timeScale);
  const throttle = new Throttle(milliseconds);
  if (rates !== "none") setDocumentedRates(throttle);
  const regions = new AccountRegions();
  let url = "";
  const endpointUrl = () => url;
  const functions = new Functions({ ...props.functions, identities, clock, endpointUrl });
  const isAllowed = (roleArn: string, action: string, resource: string) =>
    evaluateIdentity(identities.role(roleArn)?.identityPolicies ?? {}, undefined, { action, resource }, {})
      .allowed;
  const { retryScale = 1 } = props;
  const work = new UnfinishedWork();
  const closing = new AbortController();
  const { signal } = closing;
  const messaging = messagingOf({ identities, functions, work, retryScale, signal });
  const mail = new MailAccounts({
    clock,
    milliseconds,
    publish: (event) => messaging.buses.put(event),
    ...(inbox === undefined ? {} : { inbox }),
  });
  const stateMachines = new StateMachines({ identities, clock, endpointUrl, isAllowed, retryScale });
  const front = await startFront({
    identities,
    clock,
    organizationIdOf,
    callLog: calls,
    interceptors: [throttle, ...(props.interceptors ?? [])],
    ...(props.port === undefined ? {} : { port: props.port }),
    services: [
      iamService(iam, props.iam),
      stsService({
        identities,
        organizationIdOf,
        accountState,
        isRegionEnabled: (accountId, region) => regions.isEnabled(accountId, region),
        refusesRoles: (accountId) => organization.refusesRoles(accountId),
      }),
      organizationsService(organization, props.organizations),
      new S3Service({ buckets, mayListBucket: mayListBucketBy({ identities, organizationIdOf }) }),
      new DynamoDbService(tables),
      new SesService(mail),
      lambdaService(functions),
      statesService(stateMachines, clock),
      eventsService(messaging.buses, clock),
      schedulerService(schedules),
    ],
  });
  url = front.url;
  const parts = {
    identities,
    organization,
    mail,
    buckets,
    tables,
    functions,
    stateMachines,
    messaging,
    schedules,
  };
  let closed: Promise<void> | undefined;
  const close = async () => {
    closing.abort();
    await stateMachines.close();
    await functions.close();
    await work.settled();
    // Calls in progress may still write, so the tables are closed last.
    await front.close();
    await Promise.all([tables.close(), inbox?.close()]);
  };
  return {
    ...parts,
    url,
    iam,
    regions,
    inbox,
    events: messaging.buses.received,
    calls,
    throttle,
    operator: (accountId) => identities.addOperator(accountId),
    deploy: (deployment) => deployToCloud(parts, deployment),
    async settled() {
      mail.catchUp();
      await work.settled();
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}
