import { Agent } from "node:http";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { names, partitionOf } from "../../../infra/cdk/names.ts";
import type { Deployment } from "../../../infra/sandbox/cloud/deployment.ts";
import type { Credential } from "../../../infra/sandbox/cloud/identities.ts";
import { readDeployment } from "../../../infra/sandbox/deploy/read-deployment.ts";
import { integrationSettings } from "../../support/integration-settings.ts";
import { synthesizeOnce } from "../../support/synthesize-once.ts";
import type { TestClock } from "../../support/test-clock.ts";
import type { ClientConfig, SigningKeys, TestCloudOptions } from "../test-cloud.ts";
import { createOrganization, deployToMoto } from "./deploy-to-moto.ts";
import { forward, startMotoFront } from "./moto-front.ts";
import { startMotoServer } from "./moto-server.ts";
import { MotoSes } from "./moto-ses.ts";
import { startOwnServices } from "./own-services.ts";
import { signedAnew } from "./signed-anew.ts";

/** moto with Curfew deployed to it. */
export interface MotoCloud {
  readonly url: string;
  readonly hub: Deployment;
  /** The ids of the accounts, in the order of their names. */
  readonly accountIds: readonly string[];
  readonly ses: MotoSes;
  /** Chooses whose Step Functions answers from now on. Ours does at first. The Lambda is always ours. */
  useEngine(engine: Engine): void;
  /** Makes every access key this many days older. */
  ageKeys(days: number): Promise<void>;
  operator(accountId: string): Promise<ClientConfig>;
  /** For clients that sign as a role of the hub stack. */
  hubRole(roleName: string): ClientConfig;
  close(): Promise<void>;
}

/** Whose Step Functions runs the state machine. */
export type Engine = "ours" | "moto's";

/** The options. */
export interface MotoCloudOptions {
  readonly clock: TestClock;
  readonly accountNames: readonly string[];
  readonly settings?: TestCloudOptions["settings"];
}

/** Starts one front before moto, our Lambda and our Step Functions, and creates what a deployer would create. */
export async function startMotoCloud(options: MotoCloudOptions): Promise<MotoCloud> {
  const { clock, accountNames } = options;
  let engine: Engine = "ours";
  const settings = integrationSettings(options.settings);
  const { accountId, region } = settings.hub;
  const target = { partition: partitionOf(region), accountId, region, stackName: names.hubStack };
  const hub = readDeployment(synthesizeOnce(settings), target);
  const agent = new Agent({ keepAlive: true });
  const ses = new MotoSes({
    accountId,
    region,
    clock,
    onEvent: (event) => own.invoke(names.deliveryFunction, event),
  });
  const addresses = { moto: "", own: "" };
  const front = await startMotoFront(clock, async (call, service) => {
    if (service === "lambda" && engine === "moto's")
      return await forward(agent, addresses.own, await signedAnew(call, addresses.own, stateMachineRole()));
    if (service === "lambda" || (service === "states" && engine === "ours"))
      return await forward(agent, addresses.own, call);
    const toMoto = (asked: typeof call) => forward(agent, addresses.moto, asked);
    return service === "ses" ? await ses.answer(call, toMoto) : await toMoto(call);
  });
  const moto = await startMotoServer(new URL(front.url).port);
  const own = await startOwnServices(hub, clock, front.url, settings.maxConcurrency);
  addresses.moto = moto.url;
  addresses.own = own.url;

  const configOf = (credential: Credential): ClientConfig => ({
    endpoint: front.url,
    region,
    credentials: keysOf(credential),
  });
  const hubRole = (roleName: string) => {
    const role = hub.roles.find(({ name }) => name === roleName);
    if (role === undefined) throw new Error(`the hub stack has no role ${roleName}`);
    return configOf(own.identities.issueSession(role, "integration", 3600));
  };
  const stateMachineRole = () => hubRole(hub.stateMachines[0]?.roleArn.split("/").at(-1) ?? "none");
  // moto assigns every caller that it does not know to its default account, which is the hub.
  const hubOperator = configOf(own.identities.addOperator(accountId));
  await deployToMoto(hubOperator, hub, settings.mail.sender);
  return {
    url: front.url,
    hub,
    accountIds: await createOrganization(hubOperator, accountNames),
    ses,
    useEngine(next) {
      engine = next;
    },
    ageKeys: (days) => moto.ageKeys(days),
    async operator(id) {
      return id === accountId ? hubOperator : await administratorOf(hubOperator, id);
    },
    hubRole,
    async close() {
      await own.close();
      await front.close();
      agent.destroy();
      await moto.close();
    },
  };
}

/** With the administrator role that Organizations creates in each new account. */
async function administratorOf(hubOperator: ClientConfig, accountId: string): Promise<ClientConfig> {
  const sts = new STSClient(hubOperator);
  const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "operator" }));
  sts.destroy();
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return { ...hubOperator, credentials };
}

/** Without the session's end: it is in the cloud's time, and the SDK would compare it with the real time. */
function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Credential): SigningKeys {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
