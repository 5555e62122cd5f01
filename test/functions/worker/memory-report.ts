import type { CredentialReport, CredentialReportKey } from "../../../functions/domain/reported-user.ts";
import type { MemoryUsers } from "./memory-account.ts";

/** The current credential report of the users. A copy that a test keeps does not change. */
export function reportOf(users: MemoryUsers, rootHasActiveKey = false): CredentialReport {
  return {
    rootHasActiveKey,
    users: new Map(
      [...users].map(([userName, { keys }]) => {
        const slots = keys.map(({ status, createdOn }): CredentialReportKey => {
          const lastUsed = {
            state: "used",
            on: "2026-11-01",
            service: "s3",
            region: "eu-central-1",
          } as const;
          return { active: status === "Active", lastRotated: Date.parse(createdOn), lastUsed };
        });
        const fingerprint = slots.map(({ active, lastRotated }) => `${active} ${lastRotated}`).join(" ");
        return [userName, { userName, fingerprint, keys: slots, hasPassword: false, hasMore: false }];
      }),
    ),
  };
}
