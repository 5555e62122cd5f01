import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { FallbackReason } from "../../../functions/domain/notice.ts";
import type { KeyNotice } from "../../../functions/notices/key-notice.ts";
import { bodiesOf, frame, mailAbout, notice, otherKey, seenOf } from "./notice-fixture.ts";

const used = { state: "used", on: "2026-11-22", service: "s3", region: "eu-central-1" } as const;
const stage = (day: number, outlook: "deactivation" | "staysActive") =>
  ({ type: "stage", day, outlook }) as const;
const staysActive = (day: number, more: Partial<KeyNotice> = {}) =>
  notice({ id: stage(day, "staysActive"), age: day, names: undefined, userType: "machine", ...more });
const finalWarning = (more: Partial<KeyNotice> = {}) =>
  notice({ id: { type: "finalWarning", round: 0, number: 1 }, age: 400, names: "2026-12-03", ...more });
const deactivated = (more: Partial<KeyNotice> = {}) =>
  notice({ id: { type: "deactivated", number: 1 }, age: 90, names: undefined, ...more });
const restored = (more: Partial<KeyNotice> = {}) =>
  notice({
    id: { type: "restored", number: 1 },
    age: 93,
    names: "2026-12-03",
    restoreReason: "the new key fails",
    ...more,
  });

describe("the first words", () => {
  it.each<[string, KeyNotice, string]>([
    [
      "of day 70",
      notice(),
      "Warning AWS access key …MPLE stops working on or after 13 December 2026: 20 days left. Replace it before that day. Today is the 70th day of your access keys. Please rotate your access key before it turns 90 days.",
    ],
    [
      "of day 80",
      notice({ id: stage(80, "deactivation"), age: 80, names: "2026-12-03" }),
      "Last warning AWS access key …MPLE stops working on or after 3 December 2026: 10 days left. Replace it before that day. Today is the 80th day of your access keys. Please rotate your access key before it turns 90 days.",
    ],
    [
      "of a deactivation on day 90",
      deactivated(),
      "Deactivated AWS access key …MPLE was deactivated on 23 November 2026. It no longer works. Today is the 90th day of your access key and your key has been deactivated. Please generate a new key or contact the IT support team.",
    ],
    [
      "of a deactivation after day 90",
      deactivated({ age: 107 }),
      "Deactivated AWS access key …MPLE was deactivated on 23 November 2026. It no longer works. Please generate a new key or contact the IT support team.",
    ],
    [
      "of a machine's day 90",
      staysActive(90),
      "Reminder AWS access key …MPLE is 90 days old. Please replace it. The key keeps working, but keys should be replaced within 90 days. Today is the 90th day of your access key. Please rotate your access key now.",
    ],
    [
      "of a final warning",
      finalWarning(),
      "Last warning AWS access key …MPLE stops working on or after 3 December 2026: 10 days left. Keys must be replaced within 90 days; this one is 400 days old and overdue. Replace it before 3 December 2026. On that day or later Curfew deactivates it, and does not delete it. Curfew sends no further warning.",
    ],
    [
      "of a restore",
      restored(),
      "Active again AWS access key …MPLE is active again until 2 December 2026. Curfew had deactivated it, and somebody restored it. Curfew deactivates it again on or after 3 December 2026: 10 days left.",
    ],
    [
      "of a restore of a key that no stage deactivates",
      restored({ names: undefined }),
      "Active again AWS access key …MPLE is active again. Curfew had deactivated it, and somebody restored it. Please replace it.",
    ],
    [
      "of a withdrawn deactivation",
      staysActive(120, { withdraws: "2026-12-03" }),
      "Stays active AWS access key …MPLE stays active. It is not deactivated on 3 December 2026. An earlier mail said that the key stops working on 3 December 2026. That no longer holds.",
    ],
  ])("%s say what happens and when, in text and HTML", (_what, about, words) => {
    for (const body of bodiesOf(about)) expect(body.slice(0, words.length)).toBe(words);
  });

  it.each([
    [71, "71st"],
    [72, "72nd"],
    [73, "73rd"],
    [84, "84th"],
  ])("say the true day, %i, if runs were missed", (age, day) => {
    for (const body of bodiesOf(notice({ age })))
      expect(body).toContain(`Today is the ${day} day of your access keys.`);
  });

  it("do not have the sentence about the day for a key that is past the last stage", () => {
    for (const about of [staysActive(120), finalWarning(), deactivated({ age: 91 })])
      for (const body of bodiesOf(about)) expect(body).not.toContain("Today is the");
  });

  it.each([
    ["2026-11-24", "1 day left"],
    ["2026-11-23", "less than a day left"],
    ["2026-12-23", "30 days left"],
  ])("count the days to %s: %s", (names, words) => {
    for (const body of bodiesOf(notice({ names }))) expect(body).toContain(` 2026: ${words}.`);
  });
});

it("says who writes, why this owner gets it, which key and account, how old, and when it was last used", () => {
  for (const body of bodiesOf(notice({ description: "CI of billing" }))) {
    expect(body).toContain(
      "Curfew, an automatic check run by Example Corp, looks at the age of AWS access keys. You get this mail because the “email” tag of the IAM user anna.berg has your address.",
    );
    expect(body).toContain(
      "Access key …MPLE IAM user anna.berg AWS account 100000000004, named “Payments” Created 14 September 2026 (70 days ago) Last used 22 November 2026 (service s3, Region eu-central-1) Note on the key “CI of billing” (written by a user of the account)",
    );
    expect(body).toContain("Questions? Ask the IT support team.");
    expect(body).toContain("Curfew never asks for your key, a password or a code. This mail has no links");
    expect(body).toContain("Curfew at Example Corp. Sent by the check of 23 November 2026.");
  }
});

it("shows no more of a key than its last four characters", () => {
  const { subject, text, html } = mailAbout(notice({ otherKey }), deactivated({ otherKey }));

  for (const part of [subject, text, html]) expect(part).not.toMatch(/XAMPLE|OTHERXY|AKIA/);
});

describe("the fallback contact", () => {
  it.each<[FallbackReason, string]>([
    [{ code: "noEmailTag" }, "the IAM user has no tag “email”, so Curfew does not know the owner."],
    [
      { code: "malformedAddress", found: "ask reception" },
      "is not a mail address (value found: “ask reception”).",
    ],
    [
      { code: "outsideAllowedDomains", found: "jo@evil.test" },
      "names an address outside the allowed domains (value found: “jo[at]evil[.]test”).",
    ],
    [{ code: "tooManyAddresses", limit: 5 }, "names more than 5 addresses."],
    [{ code: "tagsUnreadable" }, "Curfew cannot read the tags of the IAM user."],
    [
      { code: "ownersUnreachable", addresses: ["anna@example.com"] },
      "mail to the owner did not arrive (the tag “email” names “anna[at]example[.]com”).",
    ],
    [{ code: "ownersChangeOften" }, "has changed often, so everybody concerned gets this mail."],
  ])("first reads why they get the mail: %j", (reason, words) => {
    for (const body of bodiesOf(finalWarning({ as: "fallback", because: [reason] }))) {
      expect(body).toMatch(
        /^Last warning · For the fallback contact Find the owner of AWS access key …MPLE\. It stops working on or after 3 December 2026/,
      );
      const sentence = body.slice(body.indexOf("You get this mail as the fallback contact:"));
      expect(sentence.slice(0, sentence.indexOf(" Keys must be"))).toContain(words);
      expect(body.indexOf(words)).toBeLessThan(body.indexOf("Access key …MPLE IAM user"));
    }
  });

  it("is asked to find the owner and gets the command that sets the tag, before the owner's own steps", () => {
    for (const body of bodiesOf(notice({ as: "fallback", because: [{ code: "noEmailTag" }] }))) {
      expect(body).toContain(
        'aws iam tag-user --user-name anna.berg --tags "Key=email,Value=OWNER@example.com"',
      );
      const forward = body.indexOf("Forward this mail to the owner now.");
      const forOwner = body.indexOf("For the owner: replace …MPLE Was this mail forwarded to you?");
      expect(body.indexOf("What to do first: find the owner")).toBeLessThan(forward);
      expect(forward).toBeLessThan(body.indexOf("aws iam tag-user"));
      expect(body.indexOf("aws iam tag-user")).toBeLessThan(forOwner);
      expect(body).not.toContain("your access key");
    }
  });

  it("is asked to inform the owner if the key is already deactivated", () => {
    for (const body of bodiesOf(deactivated({ as: "fallback", because: [{ code: "noEmailTag" }] })))
      expect(body).toMatch(
        /^Deactivated · For the fallback contact Tell the owner of AWS access key …MPLE: it was deactivated on 23 November 2026 and no longer works\./,
      );
  });
});

it("asks a former owner whose key it is, and says to current owners who else gets the mail", () => {
  for (const body of bodiesOf(finalWarning({ as: "previousOwner", audience: "everyone" }))) {
    expect(body).toContain(
      "the “email” tag of the IAM user anna.berg had your address before, and the owner has changed often.",
    );
    expect(body).toContain("…MPLE is not yours? You do not need to do anything.");
  }
  for (const body of bodiesOf(finalWarning({ audience: "everyone" })))
    expect(body).toContain("Former owners and the fallback contact get this mail too");
});

it("informs the security contact about a restore and its reason, and asks nothing of them", () => {
  for (const body of bodiesOf(restored({ as: "security" }))) {
    expect(body).toContain("as the security contact");
    expect(body).toContain("Reason for the restore “the new key fails”");
    expect(body).not.toMatch(/replace|aws iam/i);
  }
});

it("says after a deactivation that the key still exists, who restores it, and what happens if its owner activates it", () => {
  for (const body of bodiesOf(deactivated())) {
    expect(body).toContain(
      "Something broke? …MPLE is deactivated, not deleted. Ask the IT support team to restore it: they run “curfew restore”. You can also activate it: in the AWS console, or with these commands and other AWS credentials. Curfew then sends a new warning, and deactivates the key 10 or more days after that warning.",
    );
    expect(body).toContain("--access-key-id ID_ENDING_IN_MPLE --status Active");
  }
});

it("shows an exemption that cannot be read as text from the tag, with the form expected", () => {
  const about = (found: string, problem: "malformed" | "endsTooLate") =>
    notice({
      id: { type: "exemptionUnreadable", day: 100 },
      age: 100,
      names: undefined,
      reason: { code: "exemptionUnreadable", found, problem },
    });

  for (const body of bodiesOf(about("please, see https://evil.test", "malformed"))) {
    expect(body).toContain("Exemption found “please, see evil[.]test”");
    expect(body).toContain(
      "Expected a last day like 2027-01-31, a mail address and a reason, separated by spaces",
    );
    expect(body).toContain('--tags "Key=CurfewExempt,Value=2027-01-22 YOUR_ADDRESS YOUR_REASON"');
    expect(body).toContain('aws iam untag-user --user-name anna.berg --tag-keys "CurfewExempt"');
  }
  for (const body of bodiesOf(about("2099-12-31 a@b.test x", "endsTooLate"))) {
    expect(body).toContain("The exemption ends too late.");
    expect(body).toContain(`Expected a last day not after 23 November 2027`);
  }
  expect(addDays(frame.today, frame.rules.maxExemptionDays)).toBe("2027-11-23");
});

it("says that an exemption is not valid and that the key does not stop working on the day named before", () => {
  const about = notice({
    id: { type: "exemptionUnreadable", day: 70 },
    names: undefined,
    withdraws: "2026-12-03",
    reason: { code: "exemptionUnreadable", found: "please", problem: "malformed" },
  });
  const words =
    "Exemption not valid The exemption of AWS access key …MPLE is not valid. An earlier mail said that the key stops working on 3 December 2026. That no longer holds.";

  for (const body of bodiesOf(about)) expect(body.slice(0, words.length)).toBe(words);
});

it("shows an unknown user type and the values that the policy knows", () => {
  const about = (found: string | undefined) =>
    staysActive(90, { userType: undefined, reason: { code: "unknownUserType", found } });

  for (const body of bodiesOf(about("robot"))) {
    expect(body).toContain("User type found “robot”");
    expect(body).toContain("Set the tag “UserType” to “employee” or “machine”.");
    expect(body).toContain('--tags "Key=UserType,Value=USER_TYPE"');
    expect(body).toContain("so it does not deactivate the key.");
  }
  for (const body of bodiesOf(about(undefined)))
    expect(body).toContain("User type found none: the user has no tag “UserType”");
});

describe("the steps", () => {
  it("deactivate first, then wait, then delete", () => {
    for (const body of bodiesOf(notice())) {
      const off =
        "Deactivate …MPLE before 13 December 2026. Deleting it can wait. First list the full key IDs: aws iam list-access-keys --user-name anna.berg Then put the full key ID in place of ID_ENDING_IN_MPLE: aws iam update-access-key --user-name anna.berg --access-key-id ID_ENDING_IN_MPLE --status Inactive If something breaks, activate it again: aws iam update-access-key --user-name anna.berg --access-key-id ID_ENDING_IN_MPLE --status Active";
      const wait = "Wait a few days. If everything works, delete …MPLE. You cannot undo this.";
      expect(body.indexOf(off)).toBeGreaterThan(body.indexOf("check that it works."));
      expect(body.indexOf(wait)).toBeGreaterThan(body.indexOf(off));
    }
  });

  it("name the newer key that is in use already", () => {
    for (const body of bodiesOf(notice({ otherKey }))) {
      expect(body).toContain(
        "This IAM user has a newer key, …ERXY: created on 3 November 2026 (20 days ago), last used on 22 November 2026. This key, …MPLE, was last used on 22 November 2026.",
      );
      expect(body).not.toMatch(/create-access-key|new key/);
    }
  });

  it("name the key to delete first if both are old", () => {
    const old = { ...otherKey, createdOn: "2026-01-01", lastUsed: { state: "never" } as const };

    for (const body of bodiesOf(notice({ otherKey: old })))
      expect(body).toContain(
        "This IAM user already has two keys, and IAM allows no third. The other key, …ERXY, was created on 1 January 2026 (326 days ago). ",
      );
    expect(seenOf(mailAbout(notice({ otherKey: old })).text)).toContain(
      " 1. Delete …ERXY: it was never used. You cannot undo this. ",
    );
    const earlier = { ...old, lastUsed: { ...used, on: "2026-03-01" } };
    for (const body of bodiesOf(notice({ otherKey: earlier })))
      expect(body).toContain(
        "The other key, …ERXY, was created on 1 January 2026 (326 days ago) and was last used on 1 March 2026. …ERXY was used less recently, so it goes first.",
      );
    for (const body of bodiesOf(notice({ otherKey: { ...old, lastUsed: used }, lastUsed: used })))
      expect(body).toContain("was last used on 22 November 2026. Delete …ERXY first.");
  });

  it.each<[string, Partial<KeyNotice>]>([
    ["replace …MPLE", {}],
    ["use …ERXY instead of …MPLE", { otherKey }],
    ["use …ERXY instead of …MPLE", { otherKey: { ...otherKey, lastUsed: { state: "never" } } }],
    ["delete …MPLE", { otherKey, lastUsed: { state: "never" } }],
    ["delete …ERXY, then replace …MPLE", { otherKey: { ...otherKey, status: "Inactive" } }],
    [
      "delete …ERXY, then replace …MPLE",
      { otherKey: { ...otherKey, createdOn: "2026-01-01", lastUsed: { state: "never" } } },
    ],
    [
      "stop using …ERXY, then replace …MPLE",
      { otherKey: { ...otherKey, createdOn: "2026-01-01", lastUsed: { ...used, on: "2026-03-01" } } },
    ],
    [
      "use …ERXY instead of …MPLE, then replace …ERXY",
      { otherKey: { ...otherKey, createdOn: "2026-01-01" }, lastUsed: { ...used, on: "2026-03-01" } },
    ],
    [
      "delete …MPLE, then replace …ERXY",
      { otherKey: { ...otherKey, createdOn: "2026-01-01" }, lastUsed: { state: "never" } },
    ],
  ])("stand under a heading that says what comes first: %s", (goal, more) => {
    for (const body of bodiesOf(notice(more))) expect(body).toMatch(new RegExp(`What to do: ${goal} [A-Z1]`));
    for (const body of bodiesOf(notice({ ...more, as: "fallback", because: [{ code: "noEmailTag" }] })))
      expect(body).toContain(`For the owner: ${goal} `);
  });

  it("treat a young unused key as the replacement, and delete it only if its secret is lost", () => {
    const young = { ...otherKey, createdOn: "2026-11-21", lastUsed: { state: "never" } as const };

    for (const body of bodiesOf(notice({ otherKey: young }))) {
      expect(body).toContain(
        "This IAM user has a newer key, …ERXY: created on 21 November 2026 (2 days ago), not used yet. It is probably the replacement: switch to it, then deactivate …MPLE.",
      );
      expect(body).toContain("Lost the secret of …ERXY? AWS shows it only once: delete …ERXY");
      expect(body).not.toContain("ID_ENDING_IN_ERXY");
    }
    for (const body of bodiesOf(notice({ otherKey: { ...young, status: "Inactive" } })))
      expect(body).toContain(
        "Delete …ERXY: it is inactive. You cannot undo this. Was it created to replace the other key? Then activate it and use it instead.",
      );
  });

  it("say before the first command with a placeholder how to find the full key ID, and only there", () => {
    const old = { ...otherKey, createdOn: "2026-01-01", lastUsed: { state: "never" } as const };

    for (const more of [
      {},
      { otherKey: old },
      { as: "fallback", because: [{ code: "noEmailTag" }] } as const,
    ])
      for (const make of [notice, deactivated])
        for (const body of bodiesOf(make(more))) {
          expect(body.split("First list the full key IDs: aws iam list-access-keys")).toHaveLength(2);
          expect(body.indexOf("aws iam list-access-keys")).toBeLessThan(body.indexOf("ID_ENDING_IN_"));
        }
  });

  it("ask first whether a key that nobody uses is needed", () => {
    for (const body of bodiesOf(notice({ lastUsed: { state: "never" } })))
      expect(body).toContain(
        "Not needed? …MPLE was never used. Delete it and you are done. You cannot undo this.",
      );
    const long = { state: "used", on: "2026-06-01", service: "s3", region: "N/A" } as const;
    for (const body of bodiesOf(notice({ lastUsed: long })))
      expect(body).toContain(
        "Not needed? …MPLE was last used on 1 June 2026. Deactivate it now, delete it in a few days",
      );
  });

  it.each([
    [{ hasPassword: true }, "Sign in with “aws login” or IAM Identity Center"],
    [{ hasPassword: false }, "People can sign in with IAM Identity Center"],
    [{ userType: "machine" }, "use an IAM role, elsewhere OIDC"],
    [{ userType: undefined }, "People use IAM Identity Center, programs use IAM roles or OIDC"],
  ])("say how %j needs no key", (more, words) => {
    for (const body of bodiesOf(notice(more))) {
      expect(body).toContain(words);
      expect(body.indexOf("Better: use no key at all.")).toBeLessThan(body.indexOf("Still need a key?"));
      expect(body.indexOf("Still need a key?")).toBeLessThan(body.indexOf("Create a new key."));
    }
  });

  it("print no command for a user name that IAM does not allow", () => {
    for (const body of bodiesOf(notice({ userName: "a; reboot", otherKey })))
      expect(body).not.toContain("aws iam");
  });
});

it("never suggests a third key to a user with two, whatever state they are in", () => {
  const days = ["2025-01-01", "2026-08-01", "2026-11-20"];
  const uses = [
    { state: "never" } as const,
    { state: "unknown" } as const,
    { state: "used", on: "2026-11-22", service: "s3", region: "N/A" } as const,
    { state: "used", on: "2026-01-01", service: "s3", region: "N/A" } as const,
  ];
  for (const make of [notice, finalWarning, deactivated, restored, staysActive.bind(undefined, 90)])
    for (const createdOn of days)
      for (const status of ["Active", "Inactive", "Expired"])
        for (const lastUsed of uses)
          for (const otherUse of [...uses, undefined])
            for (const as of ["owner", "fallback"] as const) {
              const other = { accessKeyId: "AKIAOTHERERXY", status, createdOn, lastUsed: otherUse };
              const { text } = mailAbout(make({ otherKey: other, lastUsed, as }));
              const creation = text.search(/create a new key|create-access-key|generate|another key/i);
              // A key may be created only after a step that deletes one.
              const before = text.slice(0, creation === -1 ? 0 : creation);
              expect(
                creation === -1 || /^ {2}\d\. .*delete /im.test(before) || /Lost the secret/.test(before),
                text,
              ).toBe(true);
            }
});

it("lists several keys in one mail: first what happened, then what happens next", () => {
  const bodies = bodiesOf(
    staysActive(130, { accessKeyId: "AKIAIOSFODNN7STAYS003" }),
    notice({ accessKeyId: "AKIAIOSFODNN7LATER004", names: "2026-12-13" }),
    finalWarning({ accessKeyId: "AKIAIOSFODNN7FINAL002", names: "2026-12-03" }),
    deactivated({ accessKeyId: "AKIAIOSFODNN7GONEE001" }),
  );

  for (const body of bodies) {
    expect(
      body.match(/AWS access key …\d{3}\w|AWS access key …\w\d{3}/g)?.map((key) => key.slice(-3)),
    ).toEqual(["001", "002", "004", "003"]);
    expect(body.trim()).toMatch(/^This mail is about 4 AWS access keys, the most urgent first\./);
  }
});

it.each([
  [{ state: "never" } as const, "Last used never"],
  [{ state: "unknown" } as const, "Last used unknown, it could not be read"],
  [
    { state: "used", on: "2026-01-02", service: "iam", region: "N/A" } as const,
    "Last used 2 January 2026 (service iam)",
  ],
])("says of last use %j: %s", (lastUsed, words) => {
  for (const body of bodiesOf(notice({ lastUsed }))) expect(body).toContain(`${words} `);
});
