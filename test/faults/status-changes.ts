import type { Day } from "../../functions/domain/calendar-day.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";

/** A change of a key's status through the IAM API. */
export interface StatusChange {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly status: string;
  /** The role that made the call. */
  readonly role: string;
  readonly on: Day;
  /** How many mails SES had accepted before. */
  readonly mailsBefore: number;
}

/** Records every UpdateAccessKey that took effect, even if its answer was lost. */
export function statusChangesIn(
  found: StatusChange[],
  now: () => Pick<StatusChange, "on" | "mailsBefore">,
): Interceptor {
  return {
    async after({ operation, accountId, request }) {
      if (operation !== "UpdateAccessKey") return undefined;
      const form = new URLSearchParams(request.body.toString("utf8"));
      const { roleArn = "" } = request.principal;
      found.push({
        accountId,
        userName: form.get("UserName") ?? "",
        accessKeyId: form.get("AccessKeyId") ?? "",
        status: form.get("Status") ?? "",
        role: roleArn.slice(roleArn.lastIndexOf("/") + 1),
        ...now(),
      });
      return undefined;
    },
  };
}
