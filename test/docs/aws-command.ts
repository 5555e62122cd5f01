import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import type { SandboxProcess } from "../infra/cli/sandbox-process.ts";
import { isOnlyChecked, onMoto } from "./shown-commands.ts";

/** The sandbox in which the tests try the shown commands. */
export interface AwsPlace {
  readonly accountId: string;
  readonly region: string;
  readonly run: string;
  /** A user of the hub, and a key of theirs. */
  readonly userName: string;
  readonly accessKeyId: string;
  /** Has `config`, which the AWS CLI reads, and `cdk.out`. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** These consist of several calls, and the AWS CLI cannot check them without a call. */
const composed = /^aws (cloudformation deploy|logs tail|s3 rb) /;

/** Writes an AWS configuration in which every profile of the docs is the hub. Returns the variable that names it. */
export function profilesIn(
  directory: string,
  { region, accessKeyId, secretAccessKey }: SandboxProcess["sandbox"],
): Record<"AWS_CONFIG_FILE", string> {
  const profile = (name: string) => [
    `[${name}]`,
    `region = ${region}`,
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
  ];
  const names = ["default", "profile hub", "profile management", "profile stacksets", "profile <account>"];
  const file = join(directory, "config");
  writeFileSync(file, `${names.flatMap(profile).join("\n")}\n`);
  return { AWS_CONFIG_FILE: file };
}

/** The value of a placeholder in a sandbox. */
export async function awsPlace(
  { sandbox, environment }: SandboxProcess,
  directory: string,
  userName: string,
): Promise<AwsPlace> {
  const { accountId, region, run } = sandbox;
  writeFileSync(join(directory, "pattern.json"), JSON.stringify({ source: ["curfew"] }));
  const testEvent = { Source: "curfew", DetailType: "Run Awaiting Approval", Detail: "{}" };
  writeFileSync(join(directory, "test-event.json"), JSON.stringify([testEvent]));
  const shell = { ...environment, ...profilesIn(directory, sandbox), AWS_DEFAULT_REGION: region };
  const listed = ["iam", "list-access-keys", "--user-name", userName, "--query", "AccessKeyMetadata"];
  const { stdout, failure } = await aws(listed, shell);
  if (failure !== undefined) throw new Error(failure);
  // The docs remove an address from the suppression list.
  const suppressed = ["--email-address", "jane@example.com", "--reason", "BOUNCE"];
  await aws(["sesv2", "put-suppressed-destination", ...suppressed], shell);
  const [key] = parse(keysSchema, JSON.parse(stdout), `the keys of ${userName}`);
  return {
    accountId,
    region,
    run,
    userName,
    accessKeyId: key?.AccessKeyId ?? "",
    directory,
    environment: shell,
  };
}

const keysSchema = z.array(z.object({ AccessKeyId: z.string() }));

/**
 * Gives a command of the docs to the AWS CLI, with its placeholders filled in. Returns `understood` if the embedded
 * cloud did what the command says, or if the CLI knows the operation and its options; otherwise what is wrong.
 */
export async function awsOutcome(command: string, place: AwsPlace): Promise<string> {
  const argv = wordsOf(filled(command, place));
  const dry = (onMoto.test(command) || isOnlyChecked(command)) && !composed.test(command);
  const { failure } = await aws(dry ? [...argv, ...skeleton(command)] : argv, place.environment);
  if (failure === undefined) return "understood";
  // A command of several calls fails at its first call.
  const isNotServed = /The embedded cloud has no service|functionality that is not implemented/.test(failure);
  const called = composed.test(command) && isNotServed;
  return called ? "understood" : failure;
}

/** Makes the CLI check the command, make no call and print an example. Some of its examples fail its own check. */
function skeleton(command: string): string[] {
  return ["--generate-cli-skeleton", /^aws (sqs|dynamodb|sesv2) /.test(command) ? "input" : "output"];
}

/** The command with a real value in place of each `<…>`. Profiles keep the names that they have in the docs. */
function filled(
  command: string,
  { accountId, region, run, userName, accessKeyId, directory }: AwsPlace,
): string {
  const machine = `arn:aws:states:${region}:${accountId}:stateMachine:curfew`;
  return command
    .replace("--state-machine-arn <arn>", `--state-machine-arn ${machine}`)
    .replaceAll("<target arn>", `arn:aws:sns:${region}:${accountId}:tickets`)
    .replaceAll("<backup arn>", `arn:aws:dynamodb:${region}:${accountId}:table/curfew-ledger/backup/01`)
    .replaceAll("<address>", "jane@example.com")
    .replaceAll("<arn>", `${machine.replace("stateMachine", "execution")}:${run}`)
    .replaceAll("<user>", userName)
    .replaceAll("<key>", accessKeyId)
    .replaceAll(/<(hub region|mail region|region)>/g, region)
    .replaceAll(/<(hub account|hub)>/g, accountId)
    .replaceAll(/(?<!--profile )<account>/g, "100000000006")
    .replace("file://", `file://${directory}/`)
    .replace("cdk.out/", `${directory}/cdk.out/`);
}

/** The words of a command line. Quotes keep words together, and are removed. */
function wordsOf(line: string): string[] {
  const [, ...words] = line.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
}

async function aws(argv: readonly string[], environment: AwsPlace["environment"]) {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, AWS_SHARED_CREDENTIALS_FILE: "/dev/null", AWS_PAGER: "", ...environment };
  try {
    const { stdout } = await promisify(execFile)("aws", [...argv, "--output", "json"], { env });
    return { stdout };
  } catch (error) {
    return { stdout: "", failure: String(Object(error).stderr || error) };
  }
}
