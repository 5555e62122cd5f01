import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { whileSaying } from "../../../../infra/cli/shared/slow-note.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The output while something took this long. */
async function written(milliseconds: number, isTTY: boolean): Promise<string> {
  let text = "";
  const place = { isTTY, write: (part: string) => (text += part) };
  const work = new Promise<string>((resolve) => setTimeout(() => resolve("done"), milliseconds));
  const noted = whileSaying("Reading", work, place);
  await vi.advanceTimersByTimeAsync(milliseconds);
  expect(await noted).toBe("done");
  return text;
}

it("says what it waits for after a second, and removes the note at the end", async () => {
  expect(await written(1_500, true)).toBe("Reading …\r\u001b[2K");
});

it("says nothing about something that takes less than a second, and nothing without a terminal", async () => {
  expect(await written(900, true)).toBe("");
  expect(await written(5_000, false)).toBe("");
});
