import { accounts, busyDay, keyId } from "./busy-organization.ts";
import type { Life } from "./lived-days.ts";
import { toldText } from "./told.ts";

const { busy, small, management } = accounts;

/**
 * Who is told what on the busy day where nothing goes wrong, thought out from the users and README's rules. A life with a
 * fault is held against the same code's life without one; if that were wrong too, nobody would see.
 */
const expectedNotices = [
  `ann.private@example.com ${busy} ANN1 deactivated`,
  `ann@example.com ${busy} ANN1 deactivated`,
  `ann@example.com ${small} SML1 deactivated`,
  `ben@example.com ${busy} BEN1 deactivated`,
  // SES refuses Cat's address, and Joe's tag names none. Bea's fallback contact was told yesterday.
  `cloud-team@example.com ${busy} CAT1 warning`,
  `cloud-team@example.com ${busy} JOE1 warning`,
  `dan@example.com ${busy} DAN1 warning`,
  `dan@example.com ${busy} DAN2 warning`,
  // Her exemption ended yesterday.
  `eve@example.com ${busy} EVE1 finalWarning`,
  // Nobody knows what Gus is, and nobody can read Ida's exemption.
  `gus@example.com ${busy} GUS1 staysActive`,
  `ida@example.com ${busy} IDA1 exemptionUnreadable`,
  // Activated again by himself, so he is warned again.
  `ned@example.com ${busy} NED1 finalWarning`,
  `team@example.com ${management} MGT1 staysActive`,
  `team@example.com ${busy} FAY1 staysActive`,
  `zia@example.com ${small} SML2 warning`,
];

/** The keys that are Inactive after the busy day; Rex's has been for ten days. */
const expectedInactive = ["ANN1", "BEN1", "REX1", "SML1"].map(keyId);
/** The keys that follow within 24 days. */
const expectedLater = ["BEA1", "CAT1", "DAN1", "DAN2", "EVE1", "JOE1", "NED1", "SML2"].map(keyId);

/** What the days without a fault bring otherwise than they must. */
export function wrongOnBusyDays({ told, steps }: Life): string[] {
  const notices = told.filter(({ on }) => on === busyDay).map(toldText);
  const [first, last] = [steps[0]?.inactive ?? [], steps.at(-1)?.inactive ?? []];
  const later = [...expectedInactive, ...expectedLater];
  return [
    ...extra(expectedNotices, notices).map((text) => `nobody told ${text}`),
    ...extra(notices, expectedNotices).map((text) => `somebody told ${text}`),
    ...extra(expectedInactive, first).map((key) => `${key} is active`),
    ...extra(first, expectedInactive).map((key) => `${key} is inactive`),
    ...extra(later, last).map((key) => `${key} is active at the end`),
    ...extra(last, later).map((key) => `${key} is inactive at the end`),
  ];
}

/** What one list has more often than the other. */
function extra(one: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return one.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
