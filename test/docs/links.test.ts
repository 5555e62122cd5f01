import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { anchorsOf, linksOf } from "../support/markdown.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = globSync(["*.md", "docs/*.md"], { cwd: root }).toSorted();
const read = (page: string) => readFileSync(join(root, page), "utf8");

it.each(pages)("links from %s only to files and sections that exist", (page) => {
  for (const link of linksOf(read(page)).filter((target) => !/^https?:/.test(target))) {
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? page : join(dirname(page), file);
    expect(existsSync(join(root, target)), link).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(read(target)), link).toContain(anchor);
  }
});

it("links from the README to every page of docs/", () => {
  const linked = linksOf(read("README.md"));

  for (const page of pages.filter((name) => name.startsWith("docs/"))) expect(linked).toContain(page);
});
