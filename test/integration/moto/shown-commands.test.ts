import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSettings } from "../../../infra/cdk/settings.ts";
import { onMoto, shownCommands, shownScripts } from "../../docs/shown-commands.ts";
import { synthesizeOnce } from "../../support/synthesize-once.ts";
import {
  filledIn,
  type MotoProfiles,
  memberAccount,
  startMotoWithProfiles,
  wordsOf,
} from "./moto-profiles.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const settings = loadSettings(join(root, "settings.yaml"));
const { hub } = settings;
const shown = [...new Set(shownCommands().map(({ command }) => command))].filter((one) => onMoto.test(one));
const hasAws = spawnSync("aws", ["--version"]).status === 0;
if (!hasAws) console.log("Not run: the aws commands of the docs on moto (aws is not on PATH)");

let place: MotoProfiles;
let assembly: string;
/** What was executed, as the pages show it. */
const executed = new Set<string>();

beforeAll(async () => {
  place = await startMotoWithProfiles(settings);
  assembly = synthesizeOnce(settings);
});
afterAll(() => place?.close());

/** Runs a command, and expects its success; returns what it printed. */
async function run(command: string, ...more: string[]): Promise<string> {
  const { isDone, printed } = await place.run("aws", [
    ...wordsOf(filledIn(command, settings, assembly)),
    ...more,
  ]);
  expect(isDone, `${command}\n${printed}`).toBe(true);
  return printed;
}

/** Runs each command of the pages that begins so. */
async function runShown(start: string, ...more: string[]): Promise<void> {
  for (const command of shown.filter((one) => one.startsWith(start))) {
    await run(command, ...more);
    executed.add(command);
  }
}

describe.runIf(hasAws)("the aws commands that the pages show, on moto", () => {
  it("deploy the member roles by hand, and delete stacks", async () => {
    await runShown("aws cloudformation deploy");
    await runShown("aws cloudformation delete-stack");
  });

  it("list the stacks of the StackSet", async () => {
    const template = join(assembly, "curfew-member-roles.template.json");
    await run(
      `aws cloudformation create-stack-set --stack-set-name curfew-member-roles --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false --capabilities CAPABILITY_NAMED_IAM --template-body file://${template} --profile management`,
    );

    await runShown("aws cloudformation list-stack-instances");
  });

  it("restore the ledger from a backup, in the order of the page", async () => {
    const key = (name: string, type: string) => `AttributeName=${name},KeyType=${type}`;
    const attribute = (name: string) => `AttributeName=${name},AttributeType=S`;
    const table = "aws dynamodb create-table --table-name curfew-ledger --billing-mode PAY_PER_REQUEST";
    await run(
      `${table} --deletion-protection-enabled --profile hub --attribute-definitions ${attribute("accountId")} ${attribute("accessKeyId")} --key-schema ${key("accountId", "HASH")} ${key("accessKeyId", "RANGE")}`,
    );
    let backup = "";
    for (const start of [
      "update-continuous-backups",
      "restore-table-to-point-in-time",
      "wait table-exists --table-name curfew-ledger-check",
      "scan",
      "create-backup",
      "update-table --table-name curfew-ledger --no-deletion-protection-enabled",
      "delete-table",
      "wait table-not-exists",
      "restore-table-from-backup",
      "wait table-exists --table-name curfew-ledger ",
      "update-table --table-name curfew-ledger --deletion-protection-enabled",
      "update-continuous-backups",
      "update-time-to-live",
      "tag-resource",
      "delete-table --table-name curfew-ledger-check",
      "delete-backup",
    ]) {
      const command = shown.find((one) => one.startsWith(`aws dynamodb ${start}`)) ?? `no ${start}`;
      const printed = await run(command.replace("<backup arn>", backup));
      executed.add(command);
      backup = /"BackupArn": "([^"]+)"/.exec(printed)?.[1] ?? backup;
    }

    const printed = await run("aws dynamodb describe-table --table-name curfew-ledger --profile hub");
    expect(JSON.parse(printed).Table).toMatchObject({ DeletionProtectionEnabled: true });
    const tables = await run("aws dynamodb list-tables --profile hub");
    expect(JSON.parse(tables).TableNames).toEqual(["curfew-ledger"]);
  });

  it("create the rule and the target of a subscriber of your own, and put a test message", async () => {
    writeFileSync(join(place.directory, "pattern.json"), JSON.stringify({ source: ["curfew"] }));
    const testEvent = [{ Source: "curfew", DetailType: "Run Awaiting Approval", Detail: "{}" }];
    writeFileSync(join(place.directory, "test-event.json"), JSON.stringify(testEvent));
    for (const command of shown.filter((one) => one.startsWith("aws events "))) {
      await run(command.replace("<target arn>", `arn:aws:sns:${hub.region}:${hub.accountId}:tickets`));
      executed.add(command);
    }
  });

  it("try an alarm", async () => {
    const metric = "--namespace AWS/States --metric-name ExecutionsFailed --period 300 --statistic Sum";
    await run(
      `aws cloudwatch put-metric-alarm --alarm-name curfew-execution-failed ${metric} --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --profile hub --region <hub region>`,
    );

    await runShown("aws cloudwatch ");
  });

  it("read the dead letters, and delete an empty bucket", async () => {
    // This version of the AWS CLI does not take the endpoint of SQS from the environment.
    const endpoint = ["--endpoint-url", place.moto.url, "--profile", "hub"];
    await run("aws sqs create-queue --queue-name curfew-dead-letters", ...endpoint);
    await runShown("aws sqs ", ...endpoint);

    await run("aws s3 mb s3://curfew-runs-<hub account>-<hub region> --profile hub");
    await runShown("aws s3 rb ");
  });

  it("tag many users from a file, by the script of the page", async () => {
    const [script = ""] = shownScripts();
    const users = [
      ["jane", "jane@example.com", "employee"],
      ["deploy", "team@example.com", "machine"],
    ];
    for (const [user] of users)
      await run(`aws iam create-user --user-name ${user} --profile ${memberAccount}`);
    const lines = users.map((columns) => `${[memberAccount, ...columns].join(",")}\n`);
    writeFileSync(join(place.directory, "tags.csv"), lines.join(""));

    expect(await place.run("bash", ["--norc", "-eu", "-c", script])).toEqual({ isDone: true, printed: "" });

    const printed = await run(`aws iam list-user-tags --user-name deploy --profile ${memberAccount}`);
    expect(JSON.parse(printed).Tags).toEqual([
      { Key: "email", Value: "team@example.com" },
      { Key: "UserType", Value: "machine" },
    ]);
  });

  it("are all executed", () => {
    expect([...executed].toSorted()).toEqual(shown.toSorted());
  });
});
