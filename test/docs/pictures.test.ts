import { globSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pictures = globSync("docs/pictures/*", { cwd: root }).toSorted();
const readme = readFileSync(`${root}README.md`, "utf8");

it("shows every picture, and each file exists", () => {
  const shown = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, file]) => file);

  expect(pictures.length).toBeGreaterThan(0);
  expect(shown.toSorted()).toEqual(pictures);
});

it("describes each picture in words, for readers who cannot see it", () => {
  const images = readme.match(/<img [^>]+>/g) ?? [];

  expect(images.length).toBeGreaterThan(0);
  for (const image of images) expect(image).toMatch(/ alt="[^"]{40,}"/);
});

it.each(pictures)("keeps %s small enough to load quickly", (file) => {
  expect(
    readFileSync(root + file)
      .subarray(1, 4)
      .toString("latin1"),
  ).toBe("PNG");
  expect(statSync(root + file).size).toBeLessThan(200_000);
});
