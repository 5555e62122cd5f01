import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadSettings } from "../../../infra/cdk/settings.ts";
import { commandGroups } from "../../docs/shown-commands.ts";
import { synthesizeOnce } from "../../support/synthesize-once.ts";
import { filledIn, type MotoProfiles, startMotoWithProfiles, wordsOf } from "./moto-profiles.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const settings = loadSettings(join(root, "settings.yaml"));
const shown = commandGroups().cdk.map(({ command }) => command);

let place: MotoProfiles;
let assembly: string;

beforeAll(async () => {
  place = await startMotoWithProfiles(settings);
  assembly = synthesizeOnce(settings);
});
afterAll(() => place?.close());

/** Runs a command of the pages. moto takes a template from S3 only if the endpoint is called `localhost`. */
function cdk(command: string, ...more: string[]) {
  const words = wordsOf(filledIn(command, settings, assembly)).slice(1);
  const cli = join(root, "node_modules/aws-cdk/bin/cdk");
  const AWS_ENDPOINT_URL = place.moto.url.replace("127.0.0.1", "localhost");
  return place.run(process.execPath, [cli, ...words, ...more], { AWS_ENDPOINT_URL });
}

const startingWith = (start: string) => shown.filter((command) => command.startsWith(start));
/** Deployments are run as in a pipeline, because nobody can answer the CLI's question here. */
const isOfHub = (command: string) => command.includes("curfew-hub");
const answered = (command: string) =>
  command.includes("--require-approval") ? [] : ["--require-approval", "never"];

async function expectDone(command: string, ...more: string[]): Promise<string> {
  const { isDone, printed } = await cdk(command, ...more);
  expect(isDone, `${command}\n${printed}`).toBe(true);
  return printed;
}

it("bootstraps the hub account", async () => {
  const [bootstrap = ""] = startingWith("npx cdk bootstrap");

  expect(await expectDone(bootstrap)).toContain(`${settings.hub.region} bootstrapped`);
});

it("shows the difference of each account's stacks", async () => {
  const commands = startingWith("npx cdk diff ");
  const printed = [];
  for (const command of commands) printed.push(await expectDone(command));

  expect(printed).toEqual([
    expect.stringContaining("Number of stacks with differences: 3"),
    expect.stringContaining("Number of stacks with differences: 2"),
  ]);
});

it("asks before it widens permissions, so it fails in a pipeline", async () => {
  const { isDone, printed } = await cdk(
    "npx cdk deploy --app cdk.out --profile management curfew-member-roles",
  );

  expect(isDone).toBe(false);
  expect(printed).toContain("terminal (TTY) is not attached");
});

it("deploys the stacks of the other accounts", async () => {
  const commands = startingWith("npx cdk deploy ").filter((command) => !isOfHub(command));

  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) {
    const printed = await expectDone(command, ...answered(command));
    // Nobody has bootstrapped these accounts, so the CLI must not look for roles of the bootstrap stack.
    expect(printed, command).not.toContain("could not be used to assume");
    // moto cannot update every stack, and the commands name the same ones.
    await expectDone(command.replace("deploy", "destroy").replace("--require-approval never", ""), "--force");
  }
});

it("deploys the mail stack and uploads all code of the hub stack, whose table moto cannot create", async () => {
  const command = startingWith("npx cdk deploy ").find(
    (one) => isOfHub(one) && one.includes("--require-approval"),
  );

  const { isDone, printed } = await cdk(command ?? "none");

  expect(isDone).toBe(false);
  expect(printed).toContain("✅  curfew-mail");
  expect(printed.match(/success: Published Functions\/\w+\/Function\/Code/g)).toHaveLength(8);
  expect(printed.match(/success: Published \w+\/\w+\/StateMachine\/DefinitionBody/g)).toHaveLength(3);
  expect(printed).toMatch(/undefined resource StorageLedger/);
});
