import type { Day } from "../../functions/domain/calendar-day.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";

/** A change of a key's status that IAM made when it was asked over its API. */
export interface Deed {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly status: string;
  /** The role that asked. */
  readonly role: string;
  readonly on: Day;
  /** How many mails SES had accepted before. */
  readonly mailsBefore: number;
}

/** Keeps every UpdateAccessKey that took effect, also where its answer is lost. */
export function deedsIn(found: Deed[], now: () => Pick<Deed, "on" | "mailsBefore">): Interceptor {
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
