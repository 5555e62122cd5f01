import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { previewAnswerSchema, writePreview } from "../../../../infra/cli/preview/load.ts";
import { previewText } from "../../../../infra/cli/preview/print.ts";
import { runProgram } from "../../../../infra/cli/program.ts";
import { policy } from "../../../functions/domain/policy-fixture.ts";
import { recordingTerminal, tooWide } from "../plain-terminal.ts";

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), "curfew-preview-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const now = new Date("2026-11-29T09:00:00Z");

it("writes every mail as HTML and as text, and a page that links to all of them", () => {
  const target = directory();
  const preview = writePreview({ policy: policy(), ownTemplates: undefined, directory: target, now });
  const page = readFileSync(preview.page, "utf8");

  expect(preview.mails.length).toBeGreaterThan(10);
  for (const { name, html, text } of preview.mails) {
    expect([existsSync(html), existsSync(text)]).toEqual([true, true]);
    expect(page).toContain(`href="${name}.html"`);
  }
  expect(previewAnswerSchema.parse({ preview })).toEqual({ preview });
  expect(tooWide(previewText(preview, target))).toEqual([]);
});

it("says so if the directory with templates does not exist", () => {
  const request = { policy: policy(), ownTemplates: "/nowhere", directory: directory(), now };

  expect(() => writePreview(request)).toThrow("There is no directory /nowhere.");
});

it("shows the texts of mail.templates, or of --templates if it is given", async () => {
  const home = directory();
  const file = join(home, "settings.yaml");
  const shipped = readFileSync(new URL("../../../../settings.yaml", import.meta.url), "utf8");
  writeFileSync(file, shipped.replace(/^mail:$/m, "mail:\n  templates: deployed"));
  for (const name of ["deployed", "tried"]) {
    mkdirSync(join(home, name));
    writeFileSync(join(home, name, "warning.subject.mustache"), `As ${name}`);
  }
  const subjects = async (...more: string[]) => {
    const { terminal, answers } = recordingTerminal();
    const target = join(home, "preview");
    await runProgram(["preview", "--settings", file, "--directory", target, ...more], terminal);
    return JSON.stringify(answers);
  };

  expect(await subjects()).toContain("As deployed");
  const tried = await subjects("--templates", join(home, "tried"));
  expect(tried).toContain("As tried");
  expect(tried).not.toContain("As deployed");
});
