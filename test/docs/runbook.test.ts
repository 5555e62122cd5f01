import { expect, it } from "vitest";
import { DigestNotSent } from "../../functions/report/report-run.ts";
import * as errors from "../../functions/runtime/errors.ts";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import {
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  templateOf,
} from "../support/deployment-fixture.ts";
import { anchorsOf, linksOf, readDoc } from "../support/markdown.ts";

/** The description of every alarm, by its name. */
function descriptions(sections: Record<string, unknown> = {}): [string, string][] {
  const hub = templateOf(synthesizedTemplates(settingsWith(sections)), "curfew-hub");
  return propertiesOf(hub, "AWS::CloudWatch::Alarm").map(({ AlarmName, AlarmDescription }) => [
    String(AlarmName),
    String(AlarmDescription),
  ]);
}

it("has a section for each alarm, under the anchor that the alarm's description links to", () => {
  const anchors = anchorsOf(readDoc("runbook.md"));

  for (const [name, description] of descriptions()) {
    const [, path, anchor] = / Runbook: ([^#]+)#(.+)$/.exec(description) ?? [];
    expect(path, name).toBe("docs/runbook.md");
    expect(anchors, name).toContain(anchor);
    expect(name).toBe(`curfew-${anchor}`);
  }
});

it("has no section for an alarm that does not exist, and one about reactivating a key", () => {
  const names = descriptions().map(([name]) => name.replace("curfew-", ""));
  const [title, ...sections] = anchorsOf(readDoc("runbook.md"));

  expect(title).toBe("runbook");
  expect(sections.toSorted()).toEqual([...names, "a-key-must-be-active-again"].toSorted());
});

it("says what to do about each of our errors that can end an execution", () => {
  // The Map catches it: it becomes the reason why an account is unreachable.
  const ofAChild = ["AccountUnreachable"];
  const ending = [
    ...Object.keys(errors),
    InvalidInput.name,
    DigestNotSent.name,
    "CoverageIncomplete",
    "DeactivationsIncomplete",
    "RestoreIncomplete",
  ];
  const [, section = ""] = readDoc("runbook.md").split(/^## Execution failed$/m);
  const [, restores = ""] = readDoc("runbook.md").split(/^## Restore failed$/m);
  const table = [section, restores].map((text) => text.split(/^## /m)[0] ?? "").join("");

  for (const name of ending.filter((error) => !ofAChild.includes(error)))
    expect(table).toContain(`| \`${name}\` |`);
});

it("describes each alarm in one sentence with a link, short enough for CloudWatch", () => {
  const runbookUrl = `https://git.example.com/${"a".repeat(470)}`;

  for (const [name, description] of descriptions({ operations: { runbookUrl } })) {
    expect(description, name).toMatch(/^[A-Z][^#]*\. Runbook: \S+$/);
    expect(description, name).toContain(`${runbookUrl}#`);
    expect(description.length, name).toBeLessThanOrEqual(1_024);
  }
});

it.each(["runbook.md", "deploying.md"])("links in %s only to sections that exist", (page) => {
  const links = linksOf(readDoc(page)).filter((target) => !target.startsWith("https://"));

  for (const link of links) {
    const [file = "", anchor = ""] = link.split("#");
    const anchors = anchorsOf(readDoc(file === "" ? page : file));
    if (anchor !== "") expect(anchors, link).toContain(anchor);
  }
  expect(links.length).toBeGreaterThan(0);
});
