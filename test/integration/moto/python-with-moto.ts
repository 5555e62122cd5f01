import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/**
 * The Python that the `moto_server` on PATH belongs to: the one its first line names, else the one beside it,
 * as with pyenv, whose `moto_server` is a shell script.
 * @throws {Error} where moto_server is not on PATH, or no Python near it has moto
 */
export function pythonWithMoto(): string {
  const command = (process.env.PATH ?? "")
    .split(delimiter)
    .map((directory) => join(directory, "moto_server"))
    .find((path) => existsSync(path));
  if (command === undefined) throw new Error("moto_server is not on PATH");
  const [, named] = /^#!(\S*python\S*)/.exec(readFileSync(command, "utf8")) ?? [];
  const beside = ["python3", "python"].map((name) => join(dirname(command), name));
  const python = [...(named === undefined ? [] : [named]), ...beside].find(hasMoto);
  if (python === undefined) throw new Error(`${command} belongs to no Python that has moto`);
  return python;
}

function hasMoto(python: string): boolean {
  const find = "import importlib.util, sys; sys.exit(importlib.util.find_spec('moto') is None)";
  return spawnSync(python, ["-c", find], { stdio: "ignore" }).status === 0;
}
