import { accounts, busyDay, keyId } from "./busy-organization.ts";
import type { Life } from "./lived-days.ts";
import { noticeText } from "./sent-notices.ts";

const { busy, small, management } = accounts;

/**
 * The notices of the busy day when nothing goes wrong, derived by hand from the users and the rules in the README. Each
 * life with a fault is compared with a life of the same code without one, so a mistake in both would stay unseen.
 */
const expectedNotices = [
  `ann.private@example.com ${busy} ANN1 deactivated`,
  `ann@example.com ${busy} ANN1 deactivated`,
  `ann@example.com ${small} SML1 deactivated`,
  `ben@example.com ${busy} BEN1 deactivated`,
  // SES refuses Cat's address, and Joe's tag names none. Bea's fallback contact got the notice yesterday.
  `cloud-team@example.com ${busy} CAT1 warning`,
  `cloud-team@example.com ${busy} JOE1 warning`,
  `dan@example.com ${busy} DAN1 warning`,
  `dan@example.com ${busy} DAN2 warning`,
  // Her exemption ended yesterday.
  `eve@example.com ${busy} EVE1 finalWarning`,
  // Nobody knows what Gus is, and nobody can read Ida's exemption.
  `gus@example.com ${busy} GUS1 staysActive`,
  `ida@example.com ${busy} IDA1 exemptionUnreadable`,
  // He reactivated the key himself, so he is warned again.
  `ned@example.com ${busy} NED1 finalWarning`,
  `team@example.com ${management} MGT1 staysActive`,
  `team@example.com ${busy} FAY1 staysActive`,
  `zia@example.com ${small} SML2 warning`,
];

/** The keys that are Inactive after the busy day; Rex's has been for ten days. */
const expectedInactive = ["ANN1", "BEN1", "REX1", "SML1"].map(keyId);
/** The keys that Curfew deactivates in the 24 days after it. */
const expectedLater = ["BEA1", "CAT1", "DAN1", "DAN2", "EVE1", "JOE1", "NED1", "SML2"].map(keyId);

/** Where the days without a fault differ from what is expected. */
export function wrongOnBusyDays({ sent, steps }: Life): string[] {
  const notices = sent.filter(({ on }) => on === busyDay).map(noticeText);
  const [first, last] = [steps[0]?.inactive ?? [], steps.at(-1)?.inactive ?? []];
  const later = [...expectedInactive, ...expectedLater];
  return [
    ...extra(expectedNotices, notices).map((text) => `not sent: ${text}`),
    ...extra(notices, expectedNotices).map((text) => `sent, but not expected: ${text}`),
    ...extra(expectedInactive, first).map((key) => `${key} is active`),
    ...extra(first, expectedInactive).map((key) => `${key} is inactive`),
    ...extra(later, last).map((key) => `${key} is active at the end`),
    ...extra(last, later).map((key) => `${key} is inactive at the end`),
  ];
}

/** The entries that the first list has more often than the second. */
function extra(one: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return one.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
