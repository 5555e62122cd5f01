import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import type { RunRecord } from "../shared/run-records.ts";
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
      input: shownInput(record),
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

/** What an execution was started with; an access key id is never shown whole. */
function shownInput({ input, inputText }: RunRecord) {
  if (input?.restore === undefined) return input ?? inputText;
  return { restore: { ...input.restore, accessKeyId: maskedKeyId(input.restore.accessKeyId) } };
}
