import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import type { Settings } from "../../infra/cdk/settings.ts";
import { type SynthesisOptions, synthesize } from "../../infra/cdk/synthesize.ts";

/**
 * The cloud assembly for these settings, synthesized by the first test file of a vitest run that needs it. If two need
 * it at the same time, both synthesize, and one result is thrown away.
 * @returns its directory
 */
export function synthesizeOnce(settings: Settings, options: SynthesisOptions = {}): string {
  const home = inject("assemblyHome");
  const assembly = join(
    home,
    createHash("sha256")
      .update(JSON.stringify([settings, options]))
      .digest("hex")
      .slice(0, 16),
  );
  if (existsSync(assembly)) return assembly;
  const own = mkdtempSync(join(home, "synthesis-"));
  synthesize(settings, own, { isChecked: false, ...options });
  try {
    renameSync(own, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    rmSync(own, { recursive: true });
  }
  return assembly;
}
