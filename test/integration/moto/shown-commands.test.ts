import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSettings } from "../../../infra/cdk/settings.ts";
import { shownCommands } from "../../docs/shown-commands.ts";
import { synthesizeOnce } from "../../support/synthesize-once.ts";
import { type MotoServer, startMotoServer } from "./moto-server.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const { hub, organization, mail } = loadSettings(join(root, "settings.yaml"));
const shown = [...new Set(shownCommands().map(({ command }) => command))];
const directory = mkdtempSync(join(tmpdir(), "curfew-shown-"));
const hasAws = spawnSync("aws", ["--version"]).status === 0;
if (!hasAws) console.log("Not run: the aws commands of the docs on moto (aws is not on PATH)");

let moto: MotoServer;
let assembly: string;

beforeAll(async () => {
  moto = await startMotoServer("0");
  assembly = synthesizeOnce(loadSettings(join(root, "settings.yaml")));
  const profiles = await Promise.all([
    profile("hub", hub.accountId),
    profile("management", organization.managementAccountId),
    profile("stacksets", organization.managementAccountId),
    profile("<account>", "777788889999"),
  ]);
  writeFileSync(join(directory, "config"), profiles.join("\n"));
});
afterAll(async () => {
  await moto?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A profile of an AWS configuration: an administrator of the account. moto knows the account from the session. */
async function profile(name: string, accountId: string): Promise<string> {
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };
  const sts = new STSClient({ region: hub.region, endpoint: moto.url, credentials });
  const role = { RoleArn: `arn:aws:iam::${accountId}:role/admin`, RoleSessionName: "administrator" };
  const { Credentials } = await sts.send(new AssumeRoleCommand(role));
  sts.destroy();
  return [
    `[profile ${name}]`,
    `region = ${hub.region}`,
    `aws_access_key_id = ${Credentials?.AccessKeyId}`,
    `aws_secret_access_key = ${Credentials?.SecretAccessKey}`,
    `aws_session_token = ${Credentials?.SessionToken}`,
  ].join("\n");
}

/** Runs a command of a page. Resolves to its output and whether it exited with 0. */
async function runs(file: string, argv: readonly string[]): Promise<{ isDone: boolean; printed: string }> {
  const { PATH = "", HOME = "" } = process.env;
  const env = {
    ...{ PATH, HOME, CI: "true", CDK_DISABLE_CLI_TELEMETRY: "1" },
    ...{ AWS_CONFIG_FILE: join(directory, "config"), AWS_SHARED_CREDENTIALS_FILE: "/dev/null" },
    ...{ AWS_ENDPOINT_URL: moto.url, AWS_PAGER: "" },
  };
  try {
    const { stdout, stderr } = await promisify(execFile)(file, [...argv], { env });
    return { isDone: true, printed: stdout + stderr };
  } catch (error) {
    return { isDone: false, printed: `${Object(error).stdout}${Object(error).stderr}` };
  }
}

/** The arguments of a command, with this deployment's names in place of each `<…>`. */
function wordsOf(command: string): string[] {
  const [, ...words] = command.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/, "$2").replace(/^cdk\.out/, assembly));
}

const filled = (command: string) =>
  command
    .replaceAll("<hub account>", hub.accountId)
    .replaceAll("<hub region>", hub.region)
    .replaceAll("<mail region>", mail.region)
    .replaceAll(/(?<!--profile )<account>/g, "777788889999");

const cdk = (argv: readonly string[]) =>
  runs(process.execPath, [join(root, "node_modules/aws-cdk/bin/cdk"), ...argv]);

/** Runs each command of the pages that begins with one of these, and expects success. */
async function runShown(...starts: readonly string[]): Promise<void> {
  const commands = starts.flatMap((start) => shown.filter((one) => one.startsWith(start)));
  for (const command of commands) {
    const argv = wordsOf(filled(command));
    const { isDone, printed } = await runs("aws", argv);
    expect(isDone, `${command}\n${printed}`).toBe(true);
  }
}

describe("the commands that the pages show, on moto", () => {
  it("ask before they widen permissions, so they fail in a pipeline", async () => {
    const { isDone, printed } = await cdk(
      wordsOf("npx cdk deploy --app cdk.out --profile management curfew-member-roles").slice(1),
    );

    expect(isDone).toBe(false);
    expect(printed).toContain("terminal (TTY) is not attached");
  });

  it.runIf(hasAws)("deploy the member roles by hand, and delete stacks", async () => {
    await runShown("aws cloudformation deploy", "aws cloudformation delete-stack");
  });

  it.runIf(hasAws)("restore the ledger from a backup, in the order of the page", async () => {
    const of = (start: string) => filled(shown.find((one) => one.startsWith(start)) ?? `no ${start}`);
    const key = (name: string, type: string) => `AttributeName=${name},KeyType=${type}`;
    const attribute = (name: string) => `AttributeName=${name},AttributeType=S`;
    const table = "aws dynamodb create-table --table-name curfew-ledger --billing-mode PAY_PER_REQUEST";
    const story = [
      `${table} --deletion-protection-enabled --profile hub --attribute-definitions ${attribute("accountId")} ${attribute("accessKeyId")} --key-schema ${key("accountId", "HASH")} ${key("accessKeyId", "RANGE")}`,
      of("aws dynamodb update-continuous-backups"),
      of("aws dynamodb restore-table-to-point-in-time"),
      of("aws dynamodb create-backup"),
      of("aws dynamodb update-table --table-name curfew-ledger --no-deletion-protection-enabled"),
      of("aws dynamodb delete-table"),
      of("aws dynamodb restore-table-from-backup"),
      of("aws dynamodb update-table --table-name curfew-ledger --deletion-protection-enabled"),
      of("aws dynamodb update-continuous-backups"),
      of("aws dynamodb update-time-to-live"),
    ];
    let backup = "";
    for (const command of story) {
      const { isDone, printed } = await runs("aws", wordsOf(command.replace("<backup arn>", backup)));
      expect(isDone, `${command}\n${printed}`).toBe(true);
      backup = /"BackupArn": "([^"]+)"/.exec(printed)?.[1] ?? backup;
    }

    const described = "aws dynamodb describe-table --table-name curfew-ledger --profile hub";
    const { printed } = await runs("aws", wordsOf(described));
    expect(JSON.parse(printed).Table).toMatchObject({ DeletionProtectionEnabled: true });
  });

  it.runIf(hasAws)("create the rule and the target of a subscriber of your own", async () => {
    writeFileSync(join(directory, "pattern.json"), JSON.stringify({ source: ["curfew"] }));
    const own = (command: string) =>
      command
        .replace("file://", `file://${directory}/`)
        .replace("<target arn>", `arn:aws:sns:${hub.region}:${hub.accountId}:tickets`);
    for (const command of shown.filter((one) => one.startsWith("aws events "))) {
      const { isDone, printed } = await runs("aws", wordsOf(own(filled(command))));
      expect(isDone, `${command}\n${printed}`).toBe(true);
    }
  });
});
