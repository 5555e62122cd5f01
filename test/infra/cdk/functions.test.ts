import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, expectTypeOf, it } from "vitest";
import * as z from "zod/mini";
import { approveEnvironment } from "../../../functions/approve/env.ts";
import { deliveryEnvironment } from "../../../functions/delivery/env.ts";
import { planEnvironment } from "../../../functions/plan/env.ts";
import { reportEnvironment } from "../../../functions/report/env.ts";
import { restoreEnvironment } from "../../../functions/restore/env.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { schedulerEnvironment } from "../../../functions/scheduler/env.ts";
import { deactivateEnvironment } from "../../../functions/worker/deactivate/env.ts";
import { evaluateEnvironment } from "../../../functions/worker/evaluate/env.ts";
import type { EnvironmentSchema } from "../../../infra/cdk/constructs/curfew-function.ts";
import { withFunctionBundle } from "../../../infra/cdk/constructs/function-bundle.ts";
import { policySchema } from "../../../statemachine/policy.ts";
import {
  hubAccountId,
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  type Template,
  templateOf,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const roles = {
  scheduler: schedulerEnvironment,
  "evaluate-accounts": evaluateEnvironment,
  plan: planEnvironment,
  "deactivate-keys": deactivateEnvironment,
  report: reportEnvironment,
  restore: restoreEnvironment,
  approve: approveEnvironment,
  delivery: deliveryEnvironment,
};

const functionSchema = z.looseObject({
  FunctionName: z.string(),
  Runtime: z.string(),
  Architectures: z.array(z.string()),
  Handler: z.string(),
  Timeout: z.int(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  LoggingConfig: z.object({ LogFormat: z.string(), LogGroup: z.object({ Ref: z.string() }) }),
});

let hub: Template;
let functions: Map<string, z.infer<typeof functionSchema>>;
beforeAll(() => {
  hub = templateOf(
    synthesizedTemplates(
      settingsWith({
        maxConcurrency: 7,
        mail: { ...Object(writtenSettings().mail), configurationSet: { existing: "my-set" } },
      }),
    ),
    "curfew-hub",
  );
  functions = new Map(
    propertiesOf(hub, "AWS::Lambda::Function").map((properties) => {
      const found = parse(functionSchema, properties, "function");
      return [found.FunctionName, found];
    }),
  );
});

function functionOf(role: string): z.infer<typeof functionSchema> {
  const found = functions.get(`curfew-${role}`);
  if (found === undefined) throw new Error(`there is no function curfew-${role}`);
  return found;
}

/** The physical name of the resource that a value refers to. Other values stay unchanged. */
function resolved(value: unknown): unknown {
  const { Ref } = parse(z.looseObject({ Ref: z.optional(z.string()) }), Object(value), "value");
  if (Ref === undefined) return value;
  const { BucketName, TableName, LogGroupName } = hub.Resources[Ref]?.Properties ?? {};
  return BucketName ?? TableName ?? LogGroupName ?? Ref;
}

it.each(Object.keys(roles))("runs the %s on Node 24 on arm64, with Lambda's longest timeout", (role) => {
  expect(functionOf(role)).toMatchObject({
    Runtime: "nodejs24.x",
    Architectures: ["arm64"],
    Handler: "index.handler",
    Timeout: 900,
  });
  expect(functions.size).toBe(8);
});

it.each(Object.keys(roles))("lets the %s log as JSON into a group that is named after it", (role) => {
  const { LogFormat, LogGroup } = functionOf(role).LoggingConfig;

  expect(LogFormat).toBe("JSON");
  expect(resolved(LogGroup)).toBe(`/aws/lambda/curfew-${role}`);
});

it("configures no logging in GovCloud, where Lambda refuses it, and keeps the groups that Lambda writes to", () => {
  const region = "us-gov-west-1";
  const template = templateOf(
    synthesizedTemplates(
      settingsWith({
        hub: { accountId: hubAccountId, region },
        mail: { ...Object(writtenSettings().mail), region },
      }),
    ),
    "curfew-hub",
  );
  const groups = propertiesOf(template, "AWS::Logs::LogGroup").map(({ LogGroupName }) => LogGroupName);
  const found = propertiesOf(template, "AWS::Lambda::Function");

  expect(found).toHaveLength(8);
  for (const lambda of found) {
    expect(lambda).not.toHaveProperty("LoggingConfig");
    expect(groups).toContain(`/aws/lambda/${lambda.FunctionName}`);
  }
});

it.each(Object.entries(roles))(
  "gives the %s exactly the variables that it reads, with valid values",
  (role, schema) => {
    const variables = Object.fromEntries(
      Object.entries(functionOf(role).Environment.Variables).map(([name, value]) => [name, resolved(value)]),
    );

    expect(Object.keys(variables).toSorted()).toEqual(Object.keys(schema.shape).toSorted());
    expect(() => parse(z.object(schema.shape), variables, "environment")).not.toThrow();
  },
);

it("has no schema of variables that the deployment does not set: the type check would fail", () => {
  expectTypeOf<typeof reportEnvironment>().toExtend<EnvironmentSchema>();
  expectTypeOf<z.ZodMiniObject<{ UNKNOWN: z.ZodMiniString }>>().not.toExtend<EnvironmentSchema>();
});

it("passes the settings to the functions", () => {
  expect(functionOf("scheduler").Environment.Variables).toMatchObject({
    MAX_CONCURRENCY: "7",
    CONFIGURATION_SET: "my-set",
  });
  expect(functionOf("evaluate-accounts").Environment.Variables).toMatchObject({
    READ_ROLE_NAME: "curfew-read",
    STS_REGION: "eu-central-1",
    SENDER: "curfew@example.com",
    MAIL_REGION: "eu-central-1",
  });
  expect(functionOf("evaluate-accounts").Environment.Variables).not.toHaveProperty("DEACTIVATE_ROLE_NAME");
  expect(functionOf("deactivate-keys").Environment.Variables).not.toHaveProperty("READ_ROLE_NAME");
});

it.each([
  [{ SENDER: undefined }, "environment: SENDER: "],
  [{ SENDER: "Curfew" }, 'environment: SENDER: expected one mail address, got "Curfew"'],
  [{ MAIL_REGION: "Frankfurt" }, "environment: MAIL_REGION: expected a Region like eu-central-1"],
])("a report function with %j in its environment does not start", (wrong, says) => {
  const environment = {
    BUCKET_NAME: "curfew-runs",
    PARTITION: "aws",
    SENDER: "c@example.com",
    MAIL_REGION: "eu-central-1",
  };

  expect(() => parse(reportEnvironment, { ...environment, ...wrong }, "environment")).toThrow(says);
});

const scratch = mkdtempSync(join(tmpdir(), "curfew-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it("puts policy, templates and other files beside the code, and no temporary files", () => {
  const { policy } = settingsWith();
  const entry = "functions/approve/handler.ts";
  const seen = withFunctionBundle(
    { entry, policy, withTemplates: true, files: () => ({ "page.html": "<p>" }) },
    (directory) => ({
      directory,
      files: readdirSync(directory).toSorted(),
      policy: parse(
        policySchema,
        JSON.parse(readFileSync(join(directory, "policy.json"), "utf8")),
        "policy.json",
      ),
      templates: readdirSync(join(directory, "templates")).toSorted(),
    }),
  );

  expect(seen.files).toEqual(["index.mjs", "page.html", "policy.json", "templates"]);
  expect(seen.policy).toEqual(policy);
  expect(seen.templates).toEqual(readdirSync(join(root, "functions/notices/templates")).toSorted());
  expect(() => readdirSync(seen.directory)).toThrow("ENOENT");
});

it("lets the deployer's templates replace built-in ones, and ignores other files in their directory", () => {
  const own = mkdtempSync(join(scratch, "own-"));
  writeFileSync(join(own, "warning.subject.mustache"), "Ours");
  writeFileSync(join(own, "warning.employee.sentence.mustache"), "Employees");
  writeFileSync(join(own, "README.md"), "not for the bundle");
  const seen = withFunctionBundle(
    {
      entry: "functions/approve/handler.ts",
      policy: settingsWith().policy,
      withTemplates: true,
      ownTemplates: own,
    },
    (directory) => ({
      names: readdirSync(join(directory, "templates")).toSorted(),
      subject: readFileSync(join(directory, "templates/warning.subject.mustache"), "utf8"),
    }),
  );

  const builtIn = readdirSync(join(root, "functions/notices/templates"));
  expect(seen).toEqual({
    names: [...builtIn, "warning.employee.sentence.mustache"].toSorted(),
    subject: "Ours",
  });
});

it("puts the templates of mail.templates into the bundle of every function that sends mail, and of no other", () => {
  const directory = mkdtempSync(join(scratch, "settings-"));
  mkdirSync(join(directory, "texts"));
  writeFileSync(join(directory, "texts/warning.subject.mustache"), "Ours");
  const settings = join(directory, "settings.yaml");
  const shipped = readFileSync(join(root, "settings.yaml"), "utf8");
  writeFileSync(settings, shipped.replace(/^mail:$/m, "mail:\n  templates: texts"));
  const output = join(directory, "cdk.out");
  const synth = () =>
    spawnSync(process.execPath, ["infra/cdk/app.ts", "--settings", settings, "--output", output], {
      cwd: root,
      encoding: "utf8",
    });

  expect(synth()).toMatchObject({ status: 0, stderr: "" });
  const subjects = readdirSync(output, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/templates/warning.subject.mustache"))
    .map((file) => readFileSync(join(output, file), "utf8"));
  expect(subjects).toEqual(["Ours", "Ours", "Ours", "Ours"]);

  writeFileSync(join(directory, "texts/warning.subject.mustache"), "{{hue}}");
  expect(synth()).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("warning.subject.mustache: undefined variable: hue"),
  });
});

it("adds no templates to functions that send no mail, and cleans up even after a failure", () => {
  const bundle = {
    entry: "functions/approve/handler.ts",
    policy: settingsWith().policy,
    withTemplates: false,
  };
  let directory = "";
  const failing = () =>
    withFunctionBundle(bundle, (made) => {
      directory = made;
      throw new Error(readdirSync(made).join());
    });

  expect(failing).toThrow(/^index\.mjs,policy\.json$/);
  expect(() => readdirSync(directory)).toThrow("ENOENT");
});

it("synthesizes with all code, and prints the mode that its alarms watch: one OU is enforced", () => {
  const shipped = readFileSync(join(root, "settings.yaml"), "utf8");
  const settings = join(scratch, "settings.yaml");
  const override = "overrides: [{ organizationalUnits: [ou-a1b2-sandboxes], mode: enforce }]";
  writeFileSync(settings, `${shipped}\n${override}\n`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["infra/cdk/app.ts", "--settings", settings, "--output", join(scratch, "cdk.out")],
    { cwd: root, encoding: "utf8" },
  );

  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^\S+cdk\.out: 5 stacks, enforce mode\n/);
  const hub = readFileSync(join(scratch, "cdk.out/curfew-hub.template.json"), "utf8");
  const watched = [...hub.matchAll(/"Name": "Mode",\s+"Value": "(\w+)"/g)].map(([, mode]) => mode);
  expect(new Set(watched)).toEqual(new Set(["enforce"]));
  const code = readdirSync(join(scratch, "cdk.out"), { recursive: true, encoding: "utf8" });
  expect(code.filter((file) => file.endsWith("/index.mjs"))).toHaveLength(8);
});
