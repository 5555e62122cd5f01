import type { KeyHistory } from "./key-history.ts";

/**
 * Those of the recipients who have not had a notice. A new owner of a key is told of the stage it is in,
 * though the one before was; nobody is told of the same stage twice. A recipient whom the mail service
 * refused is done with too, for the fallback contact was told instead.
 */
export function unsentTo(id: string, recipients: readonly string[], history: KeyHistory): string[] {
  const settled = [...history.notices, ...(history.refused ?? [])];
  return recipients.filter((to) => !settled.some((notice) => notice.id === id && notice.to === to));
}
