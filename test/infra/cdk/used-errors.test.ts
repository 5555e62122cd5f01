import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, expect, it } from "vitest";
import { bundledCode } from "../../../infra/cdk/constructs/bundled-code.ts";
import { withUsedErrorsOnly } from "../../../infra/cdk/constructs/used-errors.ts";
import { iamStub } from "../../functions/aws/iam-stub.ts";

const scratch = mkdtempSync(join(tmpdir(), "curfew-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let stub: Awaited<ReturnType<typeof iamStub>> | undefined;
afterEach(() => stub?.close());

it("leaves to an error without a class of its own the name and the words that AWS sent", async () => {
  const code = bundledCode("test/infra/cdk/asks-iam.ts");
  const bundle = join(scratch, "asks-iam.mjs");
  writeFileSync(bundle, code);
  stub = await iamStub(() => ({ status: 404, code: "NoSuchEntity" }));

  const { stdout } = await promisify(execFile)(process.execPath, [bundle], { env: process.env });

  expect(code).not.toContain("com.amazonaws.iam#NoSuchEntityException");
  expect(JSON.parse(stdout)).toEqual({
    name: "NoSuchEntity",
    message: "NoSuchEntity",
    isNoSuchEntity: true,
    isTransient: false,
  });
});

/** What the bundler writes of a client with one error, and of somebody's own code. */
function joined(own: string, inClass = "") {
  return [
    "// node_modules/@aws-sdk/client-x/dist-es/models/errors.js",
    "var Gone = class _Gone extends XServiceException {",
    `  name = "Gone";${inClass}`,
    "};",
    "// node_modules/@aws-sdk/client-x/dist-es/schemas/schemas_0.js",
    "_s_registry.registerError(XServiceException$, XServiceException);",
    "var Gone$ = [-3, n0, _G];",
    "n0_registry2.registerError(Gone$, Gone);",
    "var Found$ = [3, n0, _F];",
    "// functions/own.ts",
    own,
    "",
  ].join("\n");
}

it.each([
  ["is forgotten where nobody asks for it", joined("rest();"), false],
  ["stays where somebody asks for it", joined("if (error instanceof Gone) rest();"), true],
  [
    "stays where the SDK has its name in a list, numbered or not",
    joined('var THROTTLING = ["Gone"];').replace("Gone$, Gone)", "Gone$2, Gone2)"),
    true,
  ],
  ["stays where it says that the call may be tried again", joined("rest();", "\n  $retryable = {};"), true],
])("an error's class %s", (_, text, stays) => {
  const line = "n0_registry2.registerError(Gone$, Gone);\n";

  expect(withUsedErrorsOnly(text)).toBe(stays ? text : text.replace(line, ""));
});

it.each([
  ["scheduler", ["AccountNotFoundException", "TooManyRequestsException"], "PolicyNotFoundException"],
  ["worker", ["ConditionalCheckFailedException", "NoSuchKey"], "KeyPairMismatchException"],
  ["report", ["NoSuchKey"], "NoSuchUpload"],
])("the %s's bundle has the errors that it asks for, and no other", (role, asked, other) => {
  const code = bundledCode(`functions/${role}/handler.ts`);

  for (const name of asked) expect(code).toContain(`#${name}"`);
  expect(code).not.toContain(`#${other}"`);
});
