import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const sources = fileURLToPath(new URL("../../functions/report/page/", import.meta.url));

/**
 * Builds the report page: one HTML file without references to other files, and still without data. Its content
 * security policy names its own script and style by their hashes, so that nothing else in it can run, and no
 * address, so that it cannot send what it shows anywhere (MDN, Content-Security-Policy).
 * @throws the bundler's error where the page cannot be built
 */
export function buildReportPage(): string {
  const style = bundled("page.css");
  const script = bundled("main.ts");
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
  const parts = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
  };
  let page = readFileSync(`${sources}page.html`, "utf8");
  for (const [name, part] of Object.entries(parts)) {
    const [before, after, ...more] = page.split(`<!-- ${name} -->`);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`page.html must have one place for its ${name}`);
    page = before + part + after;
  }
  return page;
}

/** One file with all it imports. The bundler writes `</script` and `</style` so that they end no element. */
function bundled(entry: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: sources,
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: "out",
    platform: "browser",
    format: "iife",
    target: ["es2022"],
    minify: true,
    legalComments: "inline",
    logLevel: "warning",
  });
  const [file, ...more] = outputFiles;
  if (file === undefined || more.length > 0) throw new Error(`${entry} was not bundled into one file`);
  return file.text.trim();
}

/** The hash by which a content security policy allows an inline element with exactly this text. */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
