import { Presets, SingleBar } from "cli-progress";
import type { MapRunProgress } from "./follow-execution.ts";

/** A progress bar on stderr; where that is no terminal nothing is drawn, so that logs stay readable. */
export function progressBar() {
  const bar = new SingleBar(
    {
      format: " {bar} {value} of {total} accounts",
      stream: process.stderr,
      barsize: 40,
      hideCursor: true,
      noTTYOutput: false,
      emptyOnZero: true,
      clearOnComplete: true,
      stopOnComplete: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update({ total, done }: MapRunProgress): void {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop(): void {
      if (started) bar.stop();
    },
  };
}
