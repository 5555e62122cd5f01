import * as fc from "fast-check";
import { expect } from "vitest";
import { readCredentialReport } from "../../functions/aws/credential-report-csv.ts";
import { renderNoticeMail } from "../../functions/notices/render-notice-mail.ts";
import { describeError } from "../../functions/runtime/log.ts";
import { templates } from "../functions/notices/posted-mail.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { runWorker } from "../functions/worker/run-worker.ts";
import { finalState, keyIdOf, statuses, worldOf } from "../functions/worker/world.ts";
import { clearOrRight, type Fared } from "./clear-or-right.ts";
import { mutatedText } from "./mutated.ts";

const csv = `user,arn,user_creation_time,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service
<root_account>,arn:aws:iam::111122223333:root,2024-01-01T00:00:00+00:00,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A
ann,arn:aws:iam::111122223333:user/ann,2024-01-01T00:00:00+00:00,true,2026-08-25T00:00:00+00:00,2026-11-20T10:00:00+00:00,eu-central-1,s3,false,N/A,N/A,N/A,N/A
`;

/**
 * Credential reports: one that cannot be read is none, and everyone is listed. What one says that can be read
 * switches nothing off by itself.
 */
export async function fuzzCredentialReports(runs: number): Promise<Fared> {
  const calm = busyAccount();
  await runWorker(calm);
  const allowed = finalState(calm).statuses;
  return clearOrRight(mutatedText(csv), runs, "", async (text) => {
    const world = busyAccount();
    const report = () => {
      try {
        return readCredentialReport(text);
      } catch (error) {
        return { unavailable: describeError(error), isRefused: false };
      }
    };
    const { result } = await runWorker(world, { report });
    expect(result?.outcome).toBe("enforced");
    for (const [key, status] of Object.entries(statuses(world)))
      if (status === "Inactive") expect(allowed[key]).toBe("Inactive");
  });
}

/** What IAM allows in a tag value, and what it should not allow but some emulator or future may let through. */
const tagValue = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."abcXYZ019 _.:/=+-@ééß日本\u2028\u2029\u00a0"), maxLength: 256 }),
  fc.string({ unit: "binary", maxLength: 256 }),
  fc.constantFrom(
    "employee",
    "EMPLOYEE ",
    "machine",
    "2026-12-01 sam@example.com a reason",
    "jane@example.com",
  ),
);

/** Tag values: everybody is told something, nobody is nobody, and no mail has a line of a stranger's in its subject. */
export function fuzzTagValues(runs: number): Promise<Fared> {
  const values = fc.record({ email: tagValue, userType: tagValue, exempt: tagValue, description: tagValue });
  return clearOrRight(values, runs, "", async ({ email, userType, exempt, description }) => {
    const world = worldOf({
      ann: {
        email,
        userType,
        exempt,
        moreTags: { [keyIdOf("ann")]: description },
        keys: [{ age: 400 }, { age: 75 }],
      },
      bob: { email, userType, keys: [{ age: 95 }] },
    });
    const { result, error } = await runWorker(world);
    expect(error).toBeUndefined();
    expect(result?.outcome).toBe("enforced");
    expect(statuses(world)).toEqual({
      [keyIdOf("ann")]: "Active",
      [keyIdOf("ann", 1)]: "Active",
      [keyIdOf("bob")]: "Active",
    });
    expect(world.outbox.length).toBeGreaterThan(0);
    for (const mail of world.outbox) {
      expect(mail.to).toMatch(/^[^\s<>]+@([\w-]+\.)*example\.com$/i);
      const { subject, html } = renderNoticeMail(templates, mail, { help: "us", runDay: "2026-11-23" });
      expect(subject).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}/u);
      expect(html).not.toContain("<script");
    }
  });
}
