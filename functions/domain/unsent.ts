import type { KeyHistory } from "./key-history.ts";

/**
 * Those of the recipients who have not had a notice. A new owner of a key is told of the stage it is in,
 * though the one before was; nobody is told of the same stage twice.
 */
export function unsentTo(id: string, recipients: readonly string[], history: KeyHistory): string[] {
  return recipients.filter((to) => !history.notices.some((notice) => notice.id === id && notice.to === to));
}
