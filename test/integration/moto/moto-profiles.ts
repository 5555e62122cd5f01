import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Settings } from "../../../infra/cdk/settings.ts";
import { type MotoServer, startMotoServer } from "./moto-server.ts";

/** How a program ended. */
export interface EndedProgram {
  readonly isDone: boolean;
  /** Standard output and error. */
  readonly printed: string;
}

/** A moto in which every profile of the docs is an administrator of the account that it is named after. */
export interface MotoProfiles {
  readonly moto: MotoServer;
  /** Has the AWS configuration, and room for files of a test. */
  readonly directory: string;
  /** Runs a program as a reader of the docs would; with the profiles, against moto. */
  run(file: string, argv: readonly string[], more?: Readonly<Record<string, string>>): Promise<EndedProgram>;
  close(): Promise<void>;
}

/** A member account, which the profile `<account>` of the docs stands for. */
export const memberAccount = "777788889999";

/** Starts moto and writes the profiles. */
export async function startMotoWithProfiles({ hub, organization }: Settings): Promise<MotoProfiles> {
  const moto = await startMotoServer("0");
  const directory = mkdtempSync(join(tmpdir(), "curfew-shown-"));
  const accounts = {
    hub: hub.accountId,
    management: organization.managementAccountId,
    stacksets: organization.managementAccountId,
    "<account>": memberAccount,
    [memberAccount]: memberAccount,
  };
  const profiles = await Promise.all(
    Object.entries(accounts).map(([name, accountId]) => profile(name, accountId, hub.region, moto)),
  );
  writeFileSync(join(directory, "config"), profiles.join("\n"));
  return {
    moto,
    directory,
    async run(file, argv, more = {}) {
      const { PATH = "", HOME = "" } = process.env;
      const env = {
        ...{ PATH, HOME, CI: "true", CDK_DISABLE_CLI_TELEMETRY: "1" },
        ...{ AWS_CONFIG_FILE: join(directory, "config"), AWS_SHARED_CREDENTIALS_FILE: "/dev/null" },
        ...{ AWS_ENDPOINT_URL: moto.url, AWS_PAGER: "" },
        ...more,
      };
      try {
        const { stdout, stderr } = await promisify(execFile)(file, [...argv], { env, cwd: directory });
        return { isDone: true, printed: stdout + stderr };
      } catch (error) {
        return { isDone: false, printed: `${Object(error).stdout}${Object(error).stderr}` };
      }
    },
    async close() {
      await moto.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A profile of an AWS configuration: an administrator of the account. moto knows the account by the session. */
async function profile(
  name: string,
  accountId: string,
  region: string,
  { url: endpoint }: MotoServer,
): Promise<string> {
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };
  const sts = new STSClient({ region, endpoint, credentials });
  const role = { RoleArn: `arn:aws:iam::${accountId}:role/admin`, RoleSessionName: "administrator" };
  const { Credentials } = await sts.send(new AssumeRoleCommand(role));
  sts.destroy();
  return [
    `[profile ${name}]`,
    `region = ${region}`,
    `aws_access_key_id = ${Credentials?.AccessKeyId}`,
    `aws_secret_access_key = ${Credentials?.SecretAccessKey}`,
    `aws_session_token = ${Credentials?.SessionToken}`,
  ].join("\n");
}

/** The words of a command after its program. Quotes hold together, and are not part of the word. */
export function wordsOf(command: string): string[] {
  const [, ...words] = command.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
}

/** A command with this deployment's names in the places of `<…>`, and the assembly in place of `cdk.out`. */
export function filledIn(command: string, { hub, mail }: Settings, assembly: string): string {
  return command
    .replaceAll("<hub account>", hub.accountId)
    .replaceAll("<hub region>", hub.region)
    .replaceAll("<mail region>", mail.region)
    .replaceAll("<region>", hub.region)
    .replaceAll("<hub>", hub.accountId)
    .replaceAll(/(?<!--profile )<account>/g, memberAccount)
    .replaceAll(/\bcdk\.out\b/g, assembly);
}
