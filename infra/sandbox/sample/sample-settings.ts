import { fileURLToPath } from "node:url";
import { loadSettings, type Settings } from "../../cdk/settings.ts";

/** The settings that the sample is deployed with. */
export function sampleSettings(): Settings {
  return loadSettings(fileURLToPath(new URL("./settings.yaml", import.meta.url)));
}
