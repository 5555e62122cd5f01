import { accounts, keyId } from "./busy-organization.ts";
import type { RunFacts } from "./day-of-faults.ts";
import { kindOf } from "./told.ts";

const { busy, small, management } = accounts;

/**
 * Who hears what on the busy day where nothing goes wrong, thought out from the users and README's rules. A
 * day with a fault is held against the same code's day without one; if that were wrong too, nobody would see.
 */
const expectedNotices = [
  `ann.private@example.com ${busy} ANN1 deactivated`,
  `ann@example.com ${busy} ANN1 deactivated`,
  `ann@example.com ${small} SML1 deactivated`,
  `ben@example.com ${busy} BEN1 deactivated`,
  // SES refuses Cat's address, and Joe's tag names none.
  `cloud-team@example.com ${busy} CAT1 warning`,
  `cloud-team@example.com ${busy} JOE1 warning`,
  `dan@example.com ${busy} DAN1 warning`,
  `dan@example.com ${busy} DAN2 warning`,
  // Her exemption ended yesterday.
  `eve@example.com ${busy} EVE1 finalWarning`,
  // Nobody knows what Gus is, and nobody can read Ida's exemption.
  `gus@example.com ${busy} GUS1 reminder`,
  `ida@example.com ${busy} IDA1 reminder`,
  `zia@example.com ${small} SML2 warning`,
  // For the second time: he had switched it on again.
  `ned@example.com ${busy} NED1 deactivated`,
  `team@example.com ${management} MGT1 reminder`,
  `team@example.com ${busy} FAY1 reminder`,
];

/** Pat switches hers off herself. */
const expectedOff = ["ANN1", "BEN1", "NED1", "PAT1", "SML1"].map(keyId);

/** What a day without a fault did otherwise than it must. */
export function wrongOnBusyDay({ mails, inactive }: Pick<RunFacts, "mails" | "inactive">): string[] {
  const notices = mails
    .flat()
    .map(({ to, accountId, key, sentence }) => `${to} ${accountId} ${key} ${kindOf(sentence)}`);
  return [
    ...extra(expectedNotices, notices).map((text) => `nobody told ${text}`),
    ...extra(notices, expectedNotices).map((text) => `somebody told ${text}`),
    ...extra(expectedOff, inactive).map((key) => `${key} is on`),
    ...extra(inactive, expectedOff).map((key) => `${key} is off`),
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
