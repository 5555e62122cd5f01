import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import { synthesize } from "../../../infra/cdk/synthesize.ts";
import { settingsWith, temporaryDirectory, withoutCode } from "../../support/deployment-fixture.ts";
import { deploymentShapes } from "./deployment-shapes.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const isThere = spawnSync("cfn-lint", ["--version"]).status === 0;
if (!isThere) console.log("Not run: cfn-lint over the templates (cfn-lint is not on PATH)");

const answerSchema = z.array(z.looseObject({ Filename: z.string(), Message: z.string() }));

it.runIf(isThere)(
  "writes templates in which cfn-lint finds neither error nor warning, for each shape",
  () => {
    // One start of the linter for all templates, because its start takes most of the time.
    const files = deploymentShapes.flatMap(({ region, sections, more }) => {
      const outdir = temporaryDirectory();
      const settings = settingsWith(sections);
      synthesize(settings, outdir, withoutCode);
      const templates = readdirSync(outdir).filter((file) => file.endsWith(".template.json"));
      expect(templates.toSorted()).toEqual(
        ["curfew-hub", "curfew-mail", "curfew-member-roles", ...more]
          .map((stack) => `${stack}.template.json`)
          .toSorted(),
      );
      return templates.map((template) => {
        const file = join(outdir, template);
        // Each template for the Region that it is deployed to.
        lintFor(template === "curfew-mail.template.json" ? settings.mail.region : region, file);
        return file;
      });
    });

    const { status, stdout, stderr } = spawnSync("cfn-lint", ["--format", "json", "--", ...files], {
      cwd: root,
      encoding: "utf8",
    });

    expect(parse(answerSchema, JSON.parse(stdout), "the answer of cfn-lint")).toEqual([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  },
);

/** Writes into a template for which Region cfn-lint is to read it. */
function lintFor(region: string, file: string): void {
  const template = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(
    file,
    JSON.stringify({ ...template, Metadata: { "cfn-lint": { config: { regions: [region] } } } }),
  );
}
