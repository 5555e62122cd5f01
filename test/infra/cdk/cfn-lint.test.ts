import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import {
  byStackSet,
  settingsWith,
  synthesizedTemplates,
  temporaryDirectory,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const isThere = spawnSync("cfn-lint", ["--version"]).status === 0;
if (!isThere) console.log("left out: cfn-lint over the templates (cfn-lint is not on PATH)");

it.runIf(isThere).each(["eu-central-1", "us-gov-west-1", "cn-north-1"])(
  "writes templates for %s in which cfn-lint finds neither error nor warning",
  (region) => {
    const outdir = temporaryDirectory();
    const mail = { ...Object(writtenSettings().mail), region };
    const hub = { accountId: "444455556666", region };
    synthesizedTemplates(settingsWith({ hub, mail, rollout: byStackSet }), outdir);
    const templates = readdirSync(outdir).filter((file) => file.endsWith(".template.json"));

    const { status, stdout, stderr } = spawnSync(
      "cfn-lint",
      ["--regions", region, "--", ...templates.map((file) => join(outdir, file))],
      { cwd: root, encoding: "utf8" },
    );

    expect(templates).toHaveLength(4);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  },
  60_000,
);
