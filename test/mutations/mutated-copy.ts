import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutatedText } from "./mutated-text.ts";
import type { Mutation } from "./mutation.ts";

/**
 * A copy of the project, so that what is broken on purpose is never the working tree: whatever git tracks or
 * would, as it lies there, and the same node_modules.
 */
export class MutatedCopy {
  readonly directory: string;

  constructor(root: string) {
    this.directory = mkdtempSync(join(tmpdir(), "curfew-mutations-"));
    const listing = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const file of listing.split("\0").filter((name) => name !== ""))
      cpSync(join(root, file), join(this.directory, file), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(this.directory, "node_modules"));
  }

  /** Breaks one thing while something is done, and mends it. */
  async with<Result>(mutation: Mutation, use: () => Promise<Result>): Promise<Result> {
    const file = join(this.directory, mutation.file);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, mutatedText(text, mutation));
    try {
      return await use();
    } finally {
      writeFileSync(file, text);
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
