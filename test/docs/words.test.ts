import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { curfewProgram } from "../../infra/cli/program.ts";
import { plainTerminal } from "../infra/cli/plain-terminal.ts";
import { firstPhrase, phrasesIn } from "./house-style.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The list itself, and files that other people wrote. */
const exempt = new Set([
  "test/docs/house-style.ts",
  "test/docs/words.test.ts",
  "LICENSE",
  "package-lock.json",
]);

/** Directories that are not in git. */
const generated = new Set(["node_modules", "cdk.out", "test-output", "coverage", "reports"]);

const textFiles = globSync(["*", ".ci/*", ".github/**", "{docs,functions,infra,statemachine,test}/**"], {
  cwd: root,
  exclude: ({ name }) => generated.has(name),
  withFileTypes: true,
})
  .filter((entry) => entry.isFile() && !/\.(png|jpg|ico|tgz)$/.test(entry.name))
  .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length))
  .filter((file) => !exempt.has(file))
  .toSorted();

it("finds no phrase that we do not write in any file: comments, names, tests, docs, mails, settings, CI", () => {
  expect(textFiles).toEqual(
    expect.arrayContaining([
      ".ci/run",
      "README.md",
      "docs/cli.md",
      "functions/domain/notice.ts",
      "functions/notices/templates/warning.sentence.mustache",
      "infra/lint/only-arguments.grit",
      "settings.schema.json",
      "statemachine/daily.asl.json",
      "test/faults/promises.ts",
    ]),
  );
  expect(textFiles.flatMap((file) => phrasesIn(file, readFileSync(root + file, "utf8")))).toEqual([]);
});

it("finds no such phrase in the help of the curfew command", () => {
  const program = curfewProgram(plainTerminal, () => undefined);
  const texts = [program, ...program.commands].map((command) => {
    let help = "";
    command.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command.outputHelp();
    return help;
  });

  expect(program.commands.length).toBeGreaterThan(12);
  expect(texts.join("")).toContain("Exit codes: 0 done");
  for (const command of program.commands)
    expect(texts.some((text) => text.startsWith(`Usage: curfew ${command.name()}`))).toBe(true);
  // On one line, so that a phrase is found across a line break.
  expect(texts.map((text) => firstPhrase(text.replace(/\s+/g, " ")))).toEqual(texts.map(() => undefined));
});

it("names file, line, phrase and what to write instead", () => {
  expect(phrasesIn("docs/x.md", "A decision.\nThe verdict on a key.")).toEqual([
    'docs/x.md:2: "verdict", write: decision',
  ]);
});
