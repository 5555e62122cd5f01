/** Where a note is written: a terminal's standard error, or nowhere. */
export interface NotePlace {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Anything that takes longer than this says what it is doing. */
const patience = 1_000;

/**
 * Waits for something, and after a second tells a person what it waits for. The note disappears at the end. Nothing is
 * written where standard error is not a terminal, so that logs stay readable.
 */
export async function whileSaying<Result>(
  text: string,
  work: Promise<Result>,
  place: NotePlace = process.stderr,
): Promise<Result> {
  if (place.isTTY !== true) return work;
  let isShown = false;
  const timer = setTimeout(() => {
    isShown = true;
    place.write(`${text} …`);
  }, patience);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (isShown) place.write("\r\u001b[2K");
  }
}
