import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSettings, type Settings } from "../../../infra/cdk/settings.ts";
import { synthesize } from "../../../infra/cdk/synthesize.ts";
import { temporaryDirectory, withoutCode, writtenSettings } from "../../support/deployment-fixture.ts";
import { printFigures } from "../../support/print-figures.ts";
import { findingsOf, hasCfnLint, lintedFor } from "./lint-templates.ts";
import { settingsMatrix } from "./settings-matrix.ts";

it.runIf(hasCfnLint)(
  "writes templates in which cfn-lint finds neither error nor warning, for every combination of settings",
  () => {
    const begun = Date.now();
    const outdir = temporaryDirectory();
    const distinct = new Map<string, string>();
    for (const { name, sections } of settingsMatrix)
      for (const template of templatesOf(readSettings(writtenSettings(sections), name), outdir))
        distinct.set(createHash("sha256").update(template).digest("hex"), template);
    const synthesized = Date.now();
    const files = [...distinct].map(([hash, template]) => {
      const file = join(outdir, `${hash}.json`);
      writeFileSync(file, template);
      return file;
    });

    const findings = findingsOf(files);

    printFigures("cfn-lint", {
      combinations: settingsMatrix.length,
      templates: files.length,
      findings: findings.length,
      "seconds to synthesize": Math.round((synthesized - begun) / 1000),
      "seconds to lint": Math.round((Date.now() - synthesized) / 1000),
    });
    expect(findings).toEqual([]);
  },
);

/** The templates of a deployment, each for the Region that it is deployed to. */
function templatesOf(settings: Settings, outdir: string): string[] {
  const { stacks } = synthesize(settings, outdir, withoutCode);
  return stacks.map(({ templateFullPath, environment }) => {
    // Stacks that go to any account have no Region of their own.
    const region = environment.region === "unknown-region" ? settings.hub.region : environment.region;
    return lintedFor(region, readFileSync(templateFullPath, "utf8"));
  });
}
