import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const declaration = /^export (?:abstract )?(?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;

/** The files that export each name. */
function exportsByName(): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const file of globSync("{functions,infra,statemachine}/**/*.ts", {
    cwd: root,
    exclude: ["**/node_modules/**"],
  }).sort())
    for (const name of new Set(
      [...readFileSync(root + file, "utf8").matchAll(declaration)].map(([, n = ""]) => n),
    ))
      files.set(name, [...(files.get(name) ?? []), file]);
  return files;
}

it("exports each name from one file only, except the `handler` that Lambda calls", () => {
  const exported = exportsByName();
  expect(exported.get("mayDeactivate")).toEqual(["functions/domain/may-deactivate.ts"]);

  const twice = [...exported].filter(([name, files]) => name !== "handler" && files.length > 1);
  expect(twice).toEqual([]);
});
