import { readdirSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { expect, it } from "vitest";
import { answerSchemas, jsonSchemaOf } from "../../../infra/cli/json-schemas.ts";
import { runProgram } from "../../../infra/cli/program.ts";
import { plainTerminal, tooWide } from "./plain-terminal.ts";

const directory = new URL("../../../infra/cli/schemas/", import.meta.url);

it.each(Object.keys(answerSchemas))(
  "has a current JSON schema of curfew %s --json; write them with npm run schemas",
  (command) => {
    const file = readFileSync(new URL(`${command}.json`, directory), "utf8");

    expect(JSON.parse(file)).toEqual(JSON.parse(jsonSchemaOf(command)));
  },
);

/** The help of a command, as `--help` prints it. */
async function helpOf(...argv: string[]): Promise<string> {
  let text = "";
  const write = Command.prototype.outputHelp;
  Command.prototype.outputHelp = function help() {
    text = this.helpInformation();
  };
  try {
    await runProgram([...argv, "--help"], plainTerminal);
  } catch {
    // Commander ends help with an error.
  } finally {
    Command.prototype.outputHelp = write;
  }
  return text;
}

it("has a schema for every command, and help that fits a terminal", async () => {
  const commands = [...(await helpOf()).matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
  const schemas = readdirSync(directory).map((file) => file.replace(".json", ""));

  expect(commands.toSorted()).toEqual(schemas.filter((name) => name !== "error").toSorted());
  for (const command of commands) expect(tooWide(await helpOf(command))).toEqual([]);
});
