import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { curfewProgram } from "../../infra/cli/program.ts";
import { exitCodes } from "../../infra/cli/shared/exit-codes.ts";
import { runSample } from "../../infra/cli/start/run-sample.ts";
import type { CallRecord } from "../../infra/sandbox/cloud/service.ts";
import { sampleSettings } from "../../infra/sandbox/sample/sample-settings.ts";
import { type RunningSample, startSample } from "../../infra/sandbox/sample/start-sample.ts";
import { curfew, type Ended } from "../infra/cli/curfew-process.ts";
import { plainTerminal } from "../infra/cli/plain-terminal.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";
import { type Person, policyFor } from "../support/people-policies.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";

const settings = sampleSettings();
const { accountId, region } = settings.hub;
const settingsFile = new URL("../../infra/sandbox/sample/settings.yaml", import.meta.url).pathname;
const run = "first";
const inTwoMonths = addDays(dayOf(new Date()), 60);
const { ok, failed, coverageIncomplete, noAccess, refused } = exitCodes;

interface Try {
  readonly who: readonly Person[];
  readonly argv: readonly string[];
  readonly exitCode: number;
}
const reader: readonly Person[] = ["Reader"];
const operator: readonly Person[] = ["Reader", "Operator"];
const approver: readonly Person[] = ["Reader", "Approver"];
const as = (who: readonly Person[], exitCode: number, ...argv: string[]): Try => ({ who, argv, exitCode });
const because = ["--reason", "a test"];

/** In this order: a key can be restored once, and a pause that runs can be ended once. */
const allowed: readonly Try[] = [
  as(reader, ok, "status"),
  as(reader, ok, "plan"),
  as(reader, ok, "plan", run),
  as(reader, ok, "explain", "nils.adler", "--account", "100000000009"),
  as(reader, ok, "forecast"),
  as(reader, ok, "simulate", "--settings", settingsFile),
  as(reader, ok, "untagged"),
  // Its sample has an unreachable account and a root key.
  as(reader, failed, "doctor"),
  as(operator, coverageIncomplete, "run", "--report", "--watch"),
  as(operator, ok, "run", "--account", "100000000006", "--yes"),
  as(operator, ok, "untagged", "--fresh"),
  as(operator, ok, "pause", "--until", inTwoMonths, ...because),
  as(operator, ok, "status"),
  as(operator, ok, "resume"),
  as(operator, ok, "restore", "kira.costa", "--days", "3", ...because),
  as(operator, ok, "restore", "dan.ivanov", "--account", "100000000004", "--days", "3", ...because),
  as(operator, ok, "restore", "--run", run, "--days", "3", ...because),
  // The plan of the sample needs no approval.
  as(approver, refused, "approve", run, ...because),
];

const denied: readonly Try[] = [
  as(reader, noAccess, "run", "--report"),
  as(reader, noAccess, "untagged", "--fresh"),
  as(reader, noAccess, "pause", "--until", inTwoMonths, ...because),
  as(reader, noAccess, "restore", "kira.costa", "--days", "3", ...because),
  as(reader, noAccess, "approve", run, ...because),
  as(operator, noAccess, "approve", run, ...because),
  as(approver, noAccess, "run", "--report"),
  as(approver, noAccess, "pause", "--until", inTwoMonths, ...because),
  as(approver, noAccess, "restore", "kira.costa", "--days", "3", ...because),
];

/** These need no rights in the hub, or those of the person who deploys. */
const others = ["init", "preview", "sandbox", "start"];

/** The actions that docs/cli.md lists for a command. Its own sentences name the two that no row has. */
function listedFor(argv: readonly string[]): Set<string> {
  const inTicks = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, words = ""]) => words);
  const rows = tableBelow(readDoc("cli.md"), "Permissions").filter(([commands]) =>
    inTicks(commands).some((words) => words.split(" ").every((word) => argv.includes(word))),
  );
  return new Set(["sts:GetCallerIdentity", "s3:ListBucket", ...rows.flatMap(([, calls]) => inTicks(calls))]);
}

describe("with the policies of docs/security.md", () => {
  let sample: RunningSample;
  let sessions = 0;

  beforeAll(async () => {
    sample = await startSample(synthesizeOnce(settings), settings, {
      credentialReports: { readyAfter: { polls: 0 } },
    });
    await runSample(sample, {}, run, () => undefined);
  });
  afterAll(() => sample?.cloud.close());

  /** Runs the command in a session of a role that has the policies of these people. */
  async function tried({ who, argv }: Try): Promise<{ ended: Ended; calls: readonly CallRecord[] }> {
    const { identities, url, calls } = sample.cloud;
    const name = who.join("-");
    const role = {
      arn: `arn:aws:iam::${accountId}:role/${name}`,
      accountId,
      name,
      trustPolicy: { Version: "2012-10-17", Statement: [] },
      identityPolicies: Object.fromEntries(who.map((person) => [person, policyFor(person, settings.hub)])),
      maxSessionSeconds: 3600,
    };
    identities.addRole(role);
    sessions += 1;
    const session = identities.issueSession(role, `session-${sessions}`, 3600);
    const ended = await curfew(argv, {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken ?? "",
      CURFEW_SETTINGS: settingsFile,
    });
    return { ended, calls: calls.all().filter(({ principalArn }) => principalArn === session.principal.arn) };
  }

  it.each(allowed)("$who may do, by calls that docs/cli.md lists: curfew $argv", async (attempt) => {
    const { ended, calls } = await tried(attempt);
    const { exitCode, argv } = attempt;
    const actions = new Set(calls.flatMap(({ allowedBy }) => allowedBy.map(({ action }) => action)));

    expect(ended, ended.out + ended.err).toMatchObject({ exitCode });
    expect(calls.filter(({ errorCode = "" }) => /AccessDenied/.test(errorCode))).toEqual([]);
    expect(calls.length).toBeGreaterThan(1);
    expect([...listedFor(argv)]).toEqual(expect.arrayContaining([...actions]));
  });

  it.each(denied)("$who may not do: curfew $argv", async (attempt) => {
    const { ended } = await tried(attempt);

    expect(ended, ended.out + ended.err).toMatchObject({ exitCode: attempt.exitCode });
    expect(ended.err).toContain("Access denied");
  });

  it("tries every command that needs rights in the hub", () => {
    const program = curfewProgram(plainTerminal, () => undefined);
    const names = program.commands.map((command) => command.name());

    expect(new Set(allowed.map(({ argv: [name] }) => name))).toEqual(
      new Set(names.filter((name) => !others.includes(name))),
    );
  });
});
