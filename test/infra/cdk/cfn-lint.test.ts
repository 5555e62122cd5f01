import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { settingsWith, synthesizedTemplates, temporaryDirectory } from "../../support/deployment-fixture.ts";
import { deploymentShapes } from "./deployment-shapes.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const isThere = spawnSync("cfn-lint", ["--version"]).status === 0;
if (!isThere) console.log("Not run: cfn-lint over the templates (cfn-lint is not on PATH)");

it.runIf(isThere).each(deploymentShapes)(
  "writes templates for $shape in which cfn-lint finds neither error nor warning",
  ({ region, sections, more }) => {
    const outdir = temporaryDirectory();
    const settings = settingsWith(sections);
    synthesizedTemplates(settings, outdir);
    const templates = readdirSync(outdir).filter((file) => file.endsWith(".template.json"));
    const linted = (linterRegion: string, files: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(
        "cfn-lint",
        ["--regions", linterRegion, "--", ...files.map((file) => join(outdir, file))],
        { cwd: root, encoding: "utf8" },
      );
      return { status, stdout, stderr };
    };

    // Each template for the Region that it is deployed to.
    const isOfMail = (file: string) => file === "curfew-mail.template.json";
    const answers = [
      linted(
        region,
        templates.filter((file) => !isOfMail(file)),
      ),
      linted(settings.mail.region, templates.filter(isOfMail)),
    ];

    expect(templates.toSorted()).toEqual(
      ["curfew-hub", "curfew-mail", "curfew-member-roles", ...more]
        .map((stack) => `${stack}.template.json`)
        .toSorted(),
    );
    expect(answers).toEqual(answers.map(() => ({ status: 0, stdout: "", stderr: "" })));
  },
);
