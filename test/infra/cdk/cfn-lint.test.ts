import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { synthesize } from "../../../infra/cdk/synthesize.ts";
import { settingsWith, temporaryDirectory, withoutCode } from "../../support/deployment-fixture.ts";
import { deploymentShapes } from "./deployment-shapes.ts";
import { findingsOf, hasCfnLint, lintedFor } from "./lint-templates.ts";

// cfn-lint-matrix.slow.ts does the same over every combination of settings.
it.runIf(hasCfnLint)(
  "writes templates in which cfn-lint finds neither error nor warning, for each shape",
  () => {
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
        const target = template === "curfew-mail.template.json" ? settings.mail.region : region;
        writeFileSync(file, lintedFor(target, readFileSync(file, "utf8")));
        return file;
      });
    });

    expect(findingsOf(files)).toEqual([]);
  },
);
