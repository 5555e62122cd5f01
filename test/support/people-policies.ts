import * as z from "zod/mini";
import { readDoc } from "./markdown.ts";

/** docs/security.md shows a policy for each of them. */
export const people = ["Reader", "Operator", "Approver", "On call"] as const;
export type Person = (typeof people)[number];

const some = z.union([z.string(), z.array(z.string())]);
export const shownPolicySchema = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().check(z.regex(/^[A-Za-z0-9]+$/)),
      Effect: z.enum(["Allow", "Deny"]),
      Action: some,
      Resource: some,
      Condition: z.optional(z.record(z.string(), z.record(z.string(), some))),
    }),
  ),
});

/** The policy below a heading of docs/security.md. */
export function shownPolicy(heading: string) {
  const [, section = ""] = readDoc("security.md").split(new RegExp(`^#{2,3} ${heading}$`, "m"));
  const [, json = ""] = /```json\n(.*?)```/s.exec(section) ?? [];
  return shownPolicySchema.parse(JSON.parse(json));
}

/** The policy of a person, with another hub in place of the page's. */
export function policyFor(person: Person, { accountId, region }: { accountId: string; region: string }) {
  const shown = JSON.stringify(shownPolicy(person));
  return shownPolicySchema.parse(
    JSON.parse(shown.replaceAll("444455556666", accountId).replaceAll("eu-central-1", region)),
  );
}
