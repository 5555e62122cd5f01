import * as fc from "fast-check";
import { expect } from "vitest";
import { readCredentialReport } from "../../functions/aws/credential-report-csv.ts";
import { readAccount } from "../../functions/aws/member-account.ts";
import { isDay } from "../../functions/domain/calendar-day.ts";
import { renderNoticeMail } from "../../functions/notices/render-notice-mail.ts";
import { describeError } from "../../functions/runtime/log.ts";
import { iamStub } from "../functions/aws/iam-stub.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { templates } from "../functions/notices/posted-mail.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { runBoth } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses, today, warned, worldOf } from "../functions/worker/world.ts";
import { systemClock } from "../support/system-clock.ts";
import { type Fared, tryAll } from "./clear-or-right.ts";
import { mutatedText } from "./mutated.ts";

const csv = `user,arn,user_creation_time,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service
<root_account>,arn:aws:iam::111122223333:root,2024-01-01T00:00:00+00:00,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A
ann,arn:aws:iam::111122223333:user/ann,2024-01-01T00:00:00+00:00,true,2026-08-25T00:00:00+00:00,2026-11-20T10:00:00+00:00,eu-central-1,s3,false,N/A,N/A,N/A,N/A
`;

/**
 * Credential reports: an unreadable one counts as missing, and every user is listed. A readable one allows no
 * deactivation that a listing would not allow.
 */
export async function fuzzCredentialReports(): Promise<Fared> {
  const calm = busyAccount();
  await runBoth(calm);
  const allowed = statuses(calm);
  return tryAll(mutatedText(csv), async (text, fared) => {
    const world = busyAccount();
    let isRefused = false;
    const report = () => {
      try {
        return readCredentialReport(text);
      } catch (error) {
        isRefused = true;
        return { unavailable: describeError(error), isRefused: false };
      }
    };
    const { evaluated } = await runBoth(world, { report });
    expect(evaluated.result?.outcome).toBe("evaluated");
    for (const [key, status] of Object.entries(statuses(world)))
      if (status === "Inactive") expect(allowed[key]).toBe("Inactive");
    if (isRefused) {
      expect(statuses(world)).toEqual(allowed);
      fared.refused += 1;
    } else fared.taken += 1;
  });
}

const listedKey = (id: string, status: string) =>
  `<UserName>jane</UserName><AccessKeyId>${id}</AccessKeyId><Status>${status}</Status><CreateDate>2026-08-25T00:00:00Z</CreateDate>`;

/** Lists of access keys: the result is an error, or keys with a day of creation. No damage makes a key Active. */
export async function fuzzKeyLists(): Promise<Fared> {
  let members: string[] = [];
  const stub = await iamStub(() => ({ members }));
  const account = readAccount(
    { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" },
    systemClock,
  );
  const damagedKeys = mutatedText(listedKey("AKIAEXAMPLEJANE0", "Inactive"));
  const good = listedKey("AKIAEXAMPLEJANE1", "Active");
  try {
    return await tryAll(damagedKeys, async (damaged, fared) => {
      members = [damaged, good];
      const answer = await account.accessKeys("jane").catch((error: unknown) => error);
      if (answer instanceof Error) {
        fared.refused += 1;
        return;
      }
      expect(answer).toBeInstanceOf(Array);
      for (const key of Array.isArray(answer) ? answer : []) {
        expect(isDay(key.createdOn)).toBe(true);
        if (key.accessKeyId === "AKIAEXAMPLEJANE0") expect(key.status).not.toBe("Active");
      }
      fared.taken += 1;
    });
  } finally {
    stub.close();
  }
}

/** Characters that IAM allows in a tag value, and some that it does not allow but an emulator might. */
const tagValue = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."abcXYZ019 _.:/=+-@ééß日本\u2028\u2029\u00a0"), maxLength: 256 }),
  fc.string({ unit: "binary", maxLength: 256 }),
  fc.constantFrom(
    "employee",
    "EMPLOYEE ",
    "machine",
    "2026-12-01 sam@example.com a reason",
    "2026-11-20 sam@example.com a reason",
    "jane@example.com",
  ),
);

/**
 * Tag values: no key is deactivated without a warning to its current owner, every notice has a recipient who may get
 * mail, and no subject has a second line.
 */
export function fuzzTagValues(): Promise<Fared> {
  const values = fc.record({ email: tagValue, userType: tagValue, exempt: tagValue, description: tagValue });
  return tryAll(values, async ({ email, userType, exempt, description }, fared) => {
    const world = worldOf({
      ann: {
        email,
        userType,
        exempt,
        moreTags: { [keyIdOf("ann")]: description },
        keys: [{ age: 400 }, { age: 75 }],
      },
      bob: { email, userType, keys: [{ age: 95 }] },
      // Warned, and exempt if the tag says so.
      joe: { exempt, keys: [{ age: 90, notified: warned }] },
    });
    const { evaluated, deactivated } = await runBoth(world);
    expect([evaluated.error, deactivated.error]).toEqual([undefined, undefined]);
    expect(evaluated.result?.outcome).toBe("evaluated");
    expect(statuses(world)).toEqual({
      [keyIdOf("ann")]: "Active",
      [keyIdOf("ann", 1)]: "Active",
      [keyIdOf("bob")]: "Active",
      [keyIdOf("joe")]: "Active",
    });
    expect(world.outbox.length).toBeGreaterThan(0);
    for (const mail of world.outbox) {
      expect(mail.to).toMatch(/^[^\s<>]+@([\w-]+\.)*example\.com$/i);
      const { subject, html } = renderNoticeMail(templates, mail, {
        rules: policy(),
        style: policy().mail,
        today,
      });
      expect(subject).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}/u);
      expect(html).not.toContain("<script");
    }
    fared.taken += 1;
  });
}
