import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { bundledCode } from "../../../infra/cdk/constructs/bundled-code.ts";
import { withConstantKeys } from "../../../infra/cdk/constructs/constant-keys.ts";
import { withNativeHashes } from "../../../infra/cdk/constructs/native-hashes.ts";
import { withVersionsOnly } from "../../../infra/cdk/constructs/package-versions.ts";
import { largestBundleKib } from "../../bench/must-hold.ts";

const scratch = mkdtempSync(join(tmpdir(), "curfew-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const bundles = ["scheduler", "worker", "report"].map((role) => ({
  role,
  code: bundledCode(`functions/${role}/handler.ts`),
}));

it.each(bundles)("leaves out of the $role what no function can use", ({ code }) => {
  // Clients for signing in, SES and S3 operations that nobody calls, and streams of events.
  for (const unused of [
    "sso-oidc",
    "SelectObjectContent",
    "CreateEmailTemplate",
    "SearchExpression",
    "yarn build",
    // Of the SDK's own hashes in JavaScript.
    "normalizeKey",
  ])
    expect(code).not.toContain(unused);
});

it.each(bundles)(`keeps the bundle of the $role within ${largestBundleKib} KiB`, ({ code }) => {
  expect(Buffer.byteLength(code) / 1024).toBeLessThanOrEqual(largestBundleKib);
});

it("holds the schemas of the operations that are called", () => {
  const worker = bundles.find(({ role }) => role === "worker")?.code ?? "";

  for (const used of ["/v2/email/outbound-emails", "ListAccessKeysRequest", "GetObjectRequest"])
    expect(worker).toContain(used);
});

it("still asks for Node's own modules where a CommonJS dependency does", () => {
  const file = join(scratch, "asks.cts");
  writeFileSync(file, 'const { tmpdir } = require("node:os"); console.log(tmpdir());');

  expect(bundledCode(file)).toContain("createRequire");
});

it("writes constant keys out in schemas, and nowhere else", () => {
  const schemas = [
    "// node_modules/@aws-sdk/client-x/dist-es/schemas/schemas_0.js",
    'var _h = "http";',
    'var Get$ = [9, n0, _G, { [_h]: ["GET", "/"], [_unknown]: 1 }];',
  ];
  const own = ["// functions/own.ts", "var _k = { [_h]: 1 };"];

  expect(withConstantKeys(`${[...schemas, ...own].join("\n")}\n`)).toBe(
    `${[
      ...schemas.slice(0, 2),
      'var Get$ = [9, n0, _G, { "http": ["GET", "/"], [_unknown]: 1 }];',
      ...own,
    ].join("\n")}\n`,
  );
});

it("leaves of a package.json the version, and is loud where there is none", () => {
  const file = (version: string) =>
    `// node_modules/x/package.json\nvar package_default = {\n  name: "x",\n${version}  scripts: {\n    a: "b"\n  }\n};\nrest();\n`;

  expect(withVersionsOnly(file('  version: "3.1.0",\n'))).toBe(
    '// node_modules/x/package.json\nvar package_default = { version: "3.1.0" };\nrest();\n',
  );
  expect(() => withVersionsOnly(file(""))).toThrow("no version in // node_modules/x/package.json");
});

it("takes Node's own hashes, whatever number the bundler gave the names, and leaves other choices alone", () => {
  const text =
    "var A = hasNativeCrypto ? buildNativeClass() : Sha1Js;\nvar B = hasNativeCrypto2 ? buildNativeClass3() : Md5Js2;\nvar C = hasWindow ? buildNativeClass() : Sha1Js;\n";

  expect(withNativeHashes(text)).toBe(
    "var A = buildNativeClass();\nvar B = buildNativeClass3();\nvar C = hasWindow ? buildNativeClass() : Sha1Js;\n",
  );
});
