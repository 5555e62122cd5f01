import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const sdk = "@aws-sdk/client-s3";
const smithy = "@smithy/core/retry";
const domain = "functions/domain/policy.ts";
const parse = "functions/runtime/parse.ts";
const shared = [
  domain,
  parse,
  "functions/runtime/log.ts",
  "functions/aws/ledger.ts",
  "functions/notices/post.ts",
];
const policySchema = "statemachine/policy.ts";
const environments = ["scheduler", "worker", "plan", "report", "restore", "approve", "delivery"].map(
  (name) => `functions/${name}/env.ts`,
);
const handlers = environments.map((file) => file.replace("env.ts", "handler.ts"));
const deepFiles = handlers.map((file) => file.replace("handler", "deep/handler"));
const names = "infra/cdk/names.ts";
const cloud = "infra/sandbox/embedded-cloud.ts";

/** Everything that a folder could import: packages, and modules of each folder. */
const targets = [
  ...[sdk, smithy, "zod/mini", "p-map", "node:fs"],
  ...shared,
  ...["functions/aws/sender.ts", "functions/notices/try-templates.ts"],
  ...environments,
  ...handlers,
  ...deepFiles,
  ...[policySchema, "statemachine/contract.ts"],
  ...[names, "infra/cli/shared/exit-codes.ts", cloud],
  "test/slow-share.ts",
];

const packages = ["zod/mini", "p-map", "node:fs"];
const schemas = [policySchema, "statemachine/contract.ts"];
/** What a function may import, apart from itself. */
const forFunctions = [
  ...packages,
  ...shared,
  ...schemas,
  ...["functions/aws/sender.ts", "functions/notices/try-templates.ts"],
];
const forCli = [
  ...[...packages, sdk, smithy, domain, parse, "functions/runtime/log.ts"],
  ...["functions/aws/sender.ts", "functions/aws/ledger.ts"],
  ...[...schemas, names, "infra/cli/shared/exit-codes.ts"],
];

/** The table: the file that imports, and what it may import. Modules of its own folder are added below. */
const rows: readonly { readonly file: string; readonly folder: string; readonly may: readonly string[] }[] = [
  { file: "functions/domain/planted.ts", folder: "functions/domain", may: [] },
  { file: "statemachine/planted.ts", folder: "statemachine", may: ["zod/mini", domain] },
  { file: "functions/runtime/planted.ts", folder: "functions/runtime", may: [...packages, domain] },
  {
    file: "functions/runtime/policy-file.ts",
    folder: "functions/runtime",
    may: [...packages, domain, policySchema],
  },
  {
    file: "functions/runtime/environment-variables.ts",
    folder: "functions/runtime",
    may: [...packages, domain, policySchema],
  },
  {
    file: "functions/aws/planted.ts",
    folder: "functions/aws",
    may: [...packages, sdk, smithy, domain, parse, "functions/runtime/log.ts", ...schemas],
  },
  {
    file: "functions/notices/planted.ts",
    folder: "functions/notices",
    may: forFunctions,
  },
  ...handlers.flatMap((handler) => {
    const folder = dirname(handler);
    return [`${folder}/planted.ts`, `${folder}/deep/planted.ts`].map((file) => ({
      file,
      folder,
      may: forFunctions,
    }));
  }),
  {
    file: "infra/cdk/constructs/planted.ts",
    folder: "infra/cdk",
    may: [
      ...[...packages, sdk, smithy, domain, parse, "functions/notices/try-templates.ts"],
      ...[...environments, ...schemas],
    ],
  },
  { file: "infra/cli/planted.ts", folder: "infra/cli", may: [...forCli] },
  { file: "infra/cli/doctor/planted.ts", folder: "infra/cli", may: forCli },
  { file: "infra/cli/start/planted.ts", folder: "infra/cli", may: [...forCli, cloud] },
  { file: "infra/cli/sandbox/planted.ts", folder: "infra/cli", may: [...forCli, cloud] },
  {
    file: "infra/sandbox/sample/planted.ts",
    folder: "infra/sandbox",
    may: [...packages, sdk, smithy, domain, parse, names],
  },
  {
    file: "infra/sandbox/sample/load-sample.ts",
    folder: "infra/sandbox",
    may: [
      ...[...packages, sdk, smithy, domain, parse, names],
      ...["functions/aws/ledger.ts", "functions/aws/ledger-table.ts", "functions/aws/deliveries.ts"],
    ],
  },
];

const specifierOf = (from: string, target: string) => {
  if (packages.includes(target) || target.startsWith("@")) return target;
  const path = posix.relative(dirname(from), target);
  return path.startsWith(".") ? path : `./${path}`;
};

let copy = "";
let output = "";
let status: number | null = 0;

/** The lines of a planted file that the linter refuses by the rule. */
function refusedLines(file: string, rule = "lint/style/noRestrictedImports"): number[] {
  const found = output.matchAll(/^::error title=([^,]+),file=([^,]+),line=(\d+),/gm);
  return [...found]
    .filter(([, title, path = ""]) => title === rule && path.endsWith(`/${file}`))
    .map(([, , , line]) => Number(line));
}

const otherForms = [
  'import type { A } from "../worker/act.ts";',
  'export { b } from "../worker/act.ts";',
  'export const c = await import("../worker/act.ts");',
  'import "./../worker/act.ts";',
  'export type D = import("../worker/act.ts").D;',
];

/** Paths to functions/worker that the patterns of imports.jsonc do not recognize. */
const roundaboutForms = [
  'import "./x/../../worker/act.ts";',
  'import "././../worker/act.ts";',
  'import ".//../worker/act.ts";',
  'export const a = await import("./x/../../worker/act.ts");',
  "export const b = await import(`../worker/act.ts`);",
  'export const c = await import(["..", "worker/act.ts"].join("/"));',
];

/** Files of infra/cli, and every way in which they could write the path of a sandbox module. */
const waysIntoSandbox = {
  "infra/cli/into-sandbox.ts": ["../sandbox", "./../sandbox", "../../infra/sandbox"],
  "infra/cli/doctor/into-sandbox.ts": ["../../sandbox", "./../../sandbox", "../../../infra/sandbox"],
  "infra/cli/doctor/deep/into-sandbox.ts": ["../../../sandbox", "../../../../infra/sandbox"],
};

/** Ways in which a rule could depend on something else than its arguments. */
const impureLines = [
  "export const a = new Date();",
  "export const b = new Date;",
  "export const c = Date();",
  "export const d = Date.now();",
  "export const e = [1].map(Date.now);",
  "export const f = Math.random();",
  "export const g = performance.now();",
  'export const h = fetch("https://example.com");',
  "export const i = new globalThis.Date();",
  "export const j = process.uptime();",
  "export const k = crypto.randomUUID();",
  "setTimeout(() => undefined, 1);",
  'console.log("a rule");',
];
/** Dates that come from an argument. */
const pureLines = [
  "export const dayOf = (text: string) => new Date(text);",
  "export const next = (text: string) => new Date(Date.parse(text) + 1);",
];

function plant(file: string, lines: readonly string[]): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), `${lines.join("\n")}\n`);
}

// One run of `npm run lint` over a copy of its configuration, with a planted file in every folder.
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "curfew-lint-"));
  for (const name of ["package.json", "biome.json", ".gitignore", "infra/lint", "infra/sandbox/package.json"])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const { file } of rows)
    plant(
      file,
      targets.map((target) => `import "${specifierOf(file, target)}";`),
    );
  plant("functions/domain/other-forms.ts", otherForms);
  plant("functions/domain/roundabout.ts", roundaboutForms);
  plant("functions/domain/impure.ts", [...impureLines, ...pureLines]);
  for (const [file, folders] of Object.entries(waysIntoSandbox))
    plant(
      file,
      folders.map((folder) => `import "${folder}/embedded-cloud.ts";`),
    );
  plant("functions/worker/evaluate/planted.ts", ['import "../deactivate/wire.ts";', 'import "../parts.ts";']);
  plant("functions/worker/deactivate/planted.ts", ['import "../evaluate/wire.ts";', 'import "../parts.ts";']);
  plant("functions/aws/undeclared.ts", ['import "left-pad";', 'import "dynalite";']);
  const options = ["--reporter=github", "--max-diagnostics=none"];
  const run = spawnSync("npm", ["run", "lint", "--", ...options], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` },
  });
  ({ stdout: output, status } = run);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it.each(rows)(
  "lint refuses in $file every import that its row of the table does not allow",
  ({ file, folder: own, may }) => {
    const refused = new Set(refusedLines(file).map((line) => targets[line - 1]));
    const allowed = targets.filter((target) => !refused.has(target));
    const isOwn = (target: string) => target.startsWith(`${own}/`);

    expect(status).not.toBe(0);
    expect(allowed.toSorted()).toEqual(
      targets.filter((target) => isOwn(target) || may.includes(target)).toSorted(),
    );
  },
);

it("lint refuses a forbidden import in every form that TypeScript has", () => {
  const file = "functions/domain/other-forms.ts";

  const refused = new Set([...refusedLines(file), ...refusedLines(file, "plugin")]);

  expect([...refused].toSorted()).toEqual([1, 2, 3, 4, 5]);
});

it("lint refuses a path that goes a roundabout way, and an import() whose path is not a plain string", () => {
  const refused = refusedLines("functions/domain/roundabout.ts", "plugin");

  expect(refused.toSorted()).toEqual(roundaboutForms.map((_, index) => index + 1));
});

it("lint refuses in functions/domain whatever depends on something else than arguments: clock, chance, globals", () => {
  const rules = ["plugin", "lint/style/noRestrictedGlobals", "lint/suspicious/noConsole"];
  const refused = new Set(rules.flatMap((rule) => refusedLines("functions/domain/impure.ts", rule)));

  expect([...refused].toSorted((one, other) => one - other)).toEqual(
    impureLines.map((_, index) => index + 1),
  );
});

it.each(Object.entries(waysIntoSandbox))(
  "lint refuses in %s every way to write the path of infra/sandbox",
  (file, folders) => {
    expect(new Set(refusedLines(file))).toEqual(new Set(folders.map((_, index) => index + 1)));
  },
);

it.each(["evaluate", "deactivate"])(
  "lint refuses in functions/worker/%s an import from the other function of the worker",
  (name) => {
    expect(refusedLines(`functions/worker/${name}/planted.ts`)).toEqual([1]);
  },
);

it("lint refuses a package that the nearest package.json does not declare", () => {
  const refused = refusedLines("functions/aws/undeclared.ts", "lint/correctness/noUndeclaredDependencies");

  expect(refused.toSorted()).toEqual([1, 2]);
});

it("has a row for every folder of functions and infra", () => {
  const folders = ["functions", "infra"].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  const listed = rows.map(({ folder }) => folder);

  expect(folders.filter((folder) => !listed.includes(folder))).toEqual(["infra/lint"]);
});

it("lint accepts the repository as it is", () => {
  const {
    stdout,
    stderr,
    status: ofRepository,
  } = spawnSync("npm", ["run", "lint"], { cwd: root, encoding: "utf8" });

  expect({ ofRepository, said: ofRepository === 0 ? "" : stdout + stderr }).toEqual({
    ofRepository: 0,
    said: "",
  });
});
