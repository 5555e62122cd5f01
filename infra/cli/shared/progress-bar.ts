import { Presets, SingleBar } from "cli-progress";
import type { MapRunProgress } from "./follow-execution.ts";

/** A progress bar on standard error. Without a terminal nothing is drawn, so that logs stay readable. */
export function progressBar(noun = "accounts") {
  const bar = new SingleBar(
    {
      format: ` {bar} {value} of {total} ${noun}{lost}`,
      stream: process.stderr,
      barsize: 40,
      // Ctrl-C while the bar is drawn would otherwise leave a terminal without a cursor.
      hideCursor: false,
      noTTYOutput: false,
      emptyOnZero: true,
      clearOnComplete: true,
      stopOnComplete: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update({ total, done, failed }: MapRunProgress): void {
      const lost = failed === 0 ? "" : `, ${failed} failed`;
      if (!started) bar.start(total, done, { lost });
      started = true;
      bar.setTotal(total);
      bar.update(done, { lost });
    },
    stop(): void {
      if (started) bar.stop();
      started = false;
    },
  };
}
