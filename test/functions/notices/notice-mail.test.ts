import { describe, expect, it } from "vitest";
import type { KeyNotice } from "../../../functions/domain/notice-mail.ts";
import { mailAbout, notice, wordsOf } from "./notice-fixture.ts";

/** A notice of each kind, with what its mail says first. */
const kinds: { notice: KeyNotice; sentence: string; subject: string }[] = [
  {
    notice: notice(),
    sentence:
      "Today is the 70th day of your access keys. Please rotate your access key before it turns 90 days. It will be switched off on 13 December 2026.",
    subject: "Access key …MPLE of anna.berg is 70 days old (Payments, 100000000004)",
  },
  {
    notice: notice({ age: 80, switchOffOn: undefined }),
    sentence:
      "Today is the 80th day of your access keys. Please rotate your access key before it turns 90 days.",
    subject: "Access key …MPLE of anna.berg is 80 days old (Payments, 100000000004)",
  },
  {
    notice: notice({ kind: "deactivated", age: 90, switchOffOn: undefined }),
    sentence:
      "Today is the 90th day of your access keys and your key has been deactivated. Please generate a new key or reach the IT support team.",
    subject: "Access key …MPLE of anna.berg has been deactivated (Payments, 100000000004)",
  },
  {
    notice: notice({ kind: "finalWarning", age: 400, switchOffOn: "2026-12-03" }),
    sentence:
      "Today is the 400th day of your access keys. This is the last warning: the key will be switched off on 3 December 2026. Please rotate it before that day.",
    subject: "Access key …MPLE of anna.berg will be switched off on 3 December 2026 (Payments, 100000000004)",
  },
  {
    notice: notice({ kind: "reminder", age: 120, switchOffOn: undefined }),
    sentence:
      "Today is the 120th day of your access keys. The key still works, and it should have been rotated before it turned 90 days. Please rotate it now.",
    subject: "Access key …MPLE of anna.berg is 120 days old (Payments, 100000000004)",
  },
  {
    notice: notice({ kind: "restored", age: 93, switchOffOn: "2026-12-03", restoreReason: "new key fails" }),
    sentence:
      "This access key had been deactivated, and has now been switched on again. It will be switched off again on 3 December 2026. Please replace it before that day, or reach the IT support team.",
    subject: "Access key …MPLE of anna.berg has been switched on again (Payments, 100000000004)",
  },
];

describe.each(kinds)("the $notice.kind of day $notice.age", ({ notice: about, sentence, subject }) => {
  const mail = mailAbout(about);
  const bodies = [mail.text.replace(/\s+/g, " "), wordsOf(mail.html)];

  it("begins with its sentence, in text and HTML, under its subject", () => {
    expect(mail.subject).toBe(subject);
    expect(mail.html).toContain(`<title>${subject}</title>`);
    for (const body of bodies) expect(body.trim().startsWith(sentence)).toBe(true);
  });

  it("says which key of whom in which account, how old it is and when it was last used", () => {
    for (const body of bodies) {
      expect(body).toContain("Access key …MPLE ");
      expect(body).toContain("IAM user anna.berg ");
      expect(body).toContain("Account Payments (100000000004) ");
      expect(body).toContain(`Age ${about.age} days, made on 14 September 2026 `);
      expect(body).toContain("Last used 22 November 2026 by s3 in eu-central-1 ");
    }
  });

  it("says four steps, whom to ask and of which run it is", () => {
    expect(mail.text.match(/^ {2}[1-9]\. /gm)).toHaveLength(4);
    expect(mail.html.match(/<li>/g)).toHaveLength(4);
    for (const body of bodies) {
      expect(body).toContain("Questions? Ask the IT support team.");
      expect(body).toContain("Curfew, run of 2026-11-23");
    }
  });

  it("says the day of the switch-off in a line of its own only where there is one to come", () => {
    for (const body of bodies) expect(body.includes("Switch-off")).toBe(about.switchOffOn !== undefined);
  });

  it("shows no more of the key than its last four characters", () => {
    for (const part of [mail.subject, mail.text, mail.html]) expect(part).not.toContain("XAMPLE");
  });
});

it.each([
  { age: 71, day: "71st" },
  { age: 72, day: "72nd" },
  { age: 73, day: "73rd" },
  { age: 84, day: "84th" },
  { age: 111, day: "111th" },
  { age: 112, day: "112th" },
  { age: 121, day: "121st" },
])("says the true day, the $day, where runs were missed", ({ age, day }) => {
  const { subject, text } = mailAbout(notice({ age }));

  expect(text).toContain(`Today is the ${day} day of your access keys.`);
  expect(subject).toContain(`is ${age} days old`);
});

it("names the age to stay below as the settings have it", () => {
  expect(mailAbout(notice({ age: 40, rotateBeforeDay: 60 })).text).toContain("before it turns 60 days.");
});

it.each([
  { lastUsed: { state: "never" as const }, words: "Last used never" },
  { lastUsed: { state: "unknown" as const }, words: "Last used unknown, it could not be read" },
  {
    lastUsed: { state: "used" as const, on: "2026-01-02", service: "iam", region: "N/A" },
    words: "Last used 2 January 2026 by iam",
  },
  {
    lastUsed: { state: "used" as const, on: "2026-01-02", service: "N/A", region: "N/A" },
    words: "Last used 2 January 2026",
  },
])("says $words of a key", ({ lastUsed, words }) => {
  const { text, html } = mailAbout(notice({ lastUsed }));

  expect(text.replace(/ +/g, " ")).toMatch(new RegExp(`^ ${words}$`, "m"));
  expect(wordsOf(html)).toContain(`${words} `);
});

it("says the description that the owner wrote, beside the key", () => {
  const { text, html } = mailAbout(notice({ description: "CI pipeline of billing" }));

  for (const body of [text, wordsOf(html)]) expect(body).toMatch(/…MPLE +\(CI pipeline of billing\)/);
});

it("tells the fallback contact why it got the mail", () => {
  const { text, html } = mailAbout(notice({ fallbackReason: "the tag email is missing" }));

  for (const body of [text, wordsOf(html)])
    expect(body).toContain(
      "You get this as the fallback contact, because of IAM user anna.berg: the tag email is missing.",
    );
});

it("tells the owner of a key that is off to replace it, not to deactivate it once more", () => {
  const off = mailAbout(notice({ kind: "deactivated" }), notice({ kind: "deactivated" }));
  const mixed = mailAbout(notice({ kind: "deactivated" }), notice());

  for (const body of [off.text, off.html]) expect(body).not.toContain("Deactivate the old key");
  for (const body of [mixed.text, mixed.html]) expect(body).toContain("Deactivate the old key");
});

it("lists several keys in one mail, the gravest first, and counts them in the subject", () => {
  const { subject, text, html } = mailAbout(
    notice({ accessKeyId: "AKIAIOSFODNN7WARNING1" }),
    notice({ accessKeyId: "AKIAIOSFODNN7REMINDE2", kind: "reminder", age: 130 }),
    notice({ accessKeyId: "AKIAIOSFODNN7FINALWA3", kind: "finalWarning" }),
    notice({ accessKeyId: "AKIAIOSFODNN7SWITCHE4", kind: "deactivated" }),
  );

  expect(subject).toBe(
    "4 access keys in Payments (100000000004) need attention, 1 deactivated, 1 about to be switched off",
  );
  for (const body of [text, html])
    expect(body.match(/…[A-Z]{3}\d/g)).toEqual(["…CHE4", "…LWA3", "…NDE2", "…ING1"]);
  expect(html.match(/class="card (\w+)"/g)).toEqual(
    ["deactivated", "finalWarning", "reminder", "warning", "steps"].map((kind) => `class="card ${kind}"`),
  );
});

it("says why a key was switched on again, as plain text, and promises no day where none is set", () => {
  const reason = "<b>new</b> key\r\nfails";
  const mail = mailAbout(notice({ kind: "restored", restoreReason: reason, switchOffOn: undefined }));

  expect(mail.text).toContain("Reason      <b>new</b> key fails");
  expect(mail.html).toContain("&lt;b&gt;new&lt;&#x2F;b&gt; key fails");
  for (const body of [mail.text, wordsOf(mail.html)]) {
    expect(body).not.toContain("switched off again");
    expect(body).toContain("Please replace it, or reach the IT support team.");
  }
});
