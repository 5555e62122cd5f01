import type { Status } from "./load-status.ts";

/** `curfew status --json`, as docs/cli.md describes it. */
export function statusAnswer({ accountId, region, runs, due }: Status) {
  return {
    hub: { accountId, region },
    runs: runs.map(({ record, outcome, unknown }) => ({
      name: record.name,
      status: record.status,
      startedAt: record.startedAt.toISOString(),
      endedAt: record.endedAt?.toISOString(),
      input: record.input ?? record.inputText,
      error: record.error,
      cause: record.cause,
      ...outcome,
      unknown,
    })),
    due:
      "missing" in due
        ? due
        : {
            run: due.run,
            day: due.day,
            mode: due.mode,
            days: due.days.map(({ on, notices, deactivations, accounts }) => ({
              on,
              notices,
              deactivations,
              accounts: accounts.map(([id, notified, switchedOff]) => ({
                id,
                name: due.accountNames.get(id) ?? id,
                notices: notified,
                deactivations: switchedOff,
              })),
            })),
          },
  };
}
