import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import { readDoc } from "../support/markdown.ts";

const page = readDoc("architecture.md");
const [, diagram = ""] = /```mermaid\n(.*?)```/s.exec(page) ?? [];

const nextSchema = z.object({ Next: z.string() });
const stateSchema = z.object({
  Type: z.string(),
  Next: z.optional(z.string()),
  Default: z.optional(z.string()),
  Choices: z.optional(z.array(nextSchema)),
  Catch: z.optional(z.array(nextSchema)),
  ItemProcessor: z.optional(z.unknown()),
});
const machineSchema = z.object({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });
type Machine = z.infer<typeof machineSchema>;

const file = new URL("../../statemachine/daily.asl.json", import.meta.url);
const machine = parse(machineSchema, JSON.parse(readFileSync(file, "utf8")), "definition");
const children = Object.values(machine.States).flatMap(({ ItemProcessor }) =>
  ItemProcessor === undefined ? [] : [parse(machineSchema, ItemProcessor, "ItemProcessor")],
);

/** The transitions from one state to another, each once. */
function transitions({ States }: Machine): string[] {
  const all = Object.entries(States).flatMap(([from, { Next, Default, Choices = [], Catch = [] }]) =>
    [Next, Default, ...[...Choices, ...Catch].map((rule) => rule.Next)]
      .filter((to) => to !== undefined)
      .map((to) => `${from} -> ${to}`),
  );
  return [...new Set(all)];
}

/** The name of a node in the diagram, without the explanation after it. */
const names = new Map(
  [...diagram.matchAll(/(\w+)(?:\[\(?|\{)"([^"(,]+)/g)].map(([, id = "", label = ""]) => [id, label]),
);
const states = new Set([machine, ...children].flatMap(({ States }) => Object.keys(States)));

/** The part of the diagram that is the state machine, with its boxes. */
const inside = /subgraph machine.*?^ {2}end$/ms.exec(diagram)?.[0] ?? "";

it("draws every state of the state machine, and nothing else in it", () => {
  const drawn = [...inside.matchAll(/(\w+)(?:\[|\{)"/g)].map(([, id = ""]) => names.get(id) ?? id);

  expect(drawn.filter((name) => name !== "state machine ").toSorted()).toEqual([...states].toSorted());
});

it("draws every transition between states, and no other", () => {
  const nodes = diagram.replaceAll(/(\w+)(?:\[|\{)"[^\n]*?"(?:\]|\})/g, "$1");
  const drawn = [...nodes.matchAll(/^ *(\w+) -(?:-|\. .*? \.-|- \w+ --)> ?(\w+)/gm)]
    .map(([, from = "", to = ""]) => [names.get(from) ?? from, names.get(to) ?? to] as const)
    .filter(([from, to]) => states.has(from) && states.has(to))
    .map(([from, to]) => `${from} -> ${to}`);
  const defined = [machine, ...children]
    .flatMap(transitions)
    // A Map that fails as a whole continues in the same state as one that succeeds, so there is one arrow for both.
    .filter((transition, index, all) => all.indexOf(transition) === index);

  expect(drawn.toSorted()).toEqual(defined.toSorted());
});

it("starts schedule and operator at the first state of the definition", () => {
  const begun = [...diagram.matchAll(/^ *(?:schedule|operator)\["[^"]*"\] --> (\w+)$/gm)].map(
    ([, to = ""]) => names.get(to) ?? to,
  );

  expect(begun).toEqual([machine.StartAt, machine.StartAt]);
});

it("names only folders that exist", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const folders = [...page.matchAll(/^\| `((?:functions|infra|statemachine)[\w/]*)`/gm)].map(
    ([, name = ""]) => name,
  );

  expect(folders.length).toBeGreaterThan(8);
  for (const folder of folders) expect(existsSync(root + folder), folder).toBe(true);
});

it("says which three files each function has, and each has them", () => {
  const functions = new URL("../../functions/", import.meta.url);
  const handlers = globSync("**/handler.ts", { cwd: fileURLToPath(functions) });

  expect(page).toContain("Each function has three files: `env.ts`");
  expect(handlers).toHaveLength(8);
  for (const handler of handlers)
    for (const file of ["env.ts", "wire.ts"])
      expect(existsSync(new URL(`${dirname(handler)}/${file}`, functions)), `${handler}: ${file}`).toBe(true);
});
