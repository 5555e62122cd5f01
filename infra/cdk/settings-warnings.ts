import { isOptIn, knownRegions, offersSes } from "./regions.ts";
import type { Settings } from "./settings.ts";
import { didYouMean } from "./settings-hint.ts";

const minutesPerDay = 24 * 60;
/** A large Organization is evaluated, planned and worked off in this time. */
const runMinutes = 120;

/** Warnings about valid settings. Each is one line. */
export function settingsWarnings(settings: Settings): string[] {
  const unknown = unknownRegionWarnings(settings);
  const aboutRegions =
    unknown.length > 0 ? unknown : [...regionWarnings(settings), ...mailWarnings(settings)];
  return [...scheduleWarnings(settings), ...noticeWarnings(settings), ...aboutRegions];
}

/** The last notice before a deactivation leaves the owner `minimumNoticeDays`, whatever day the stage names. */
function noticeWarnings({ policy }: Pick<Settings, "policy">): string[] {
  const { minimumNoticeDays, userTypes } = policy;
  const all = [
    { field: "stages", stages: policy.stages },
    ...policy.overrides.map(({ stages = [] }, index) => ({ field: `overrides[${index}].stages`, stages })),
  ];
  return all.flatMap(({ field, stages }) =>
    Object.keys(userTypes).flatMap((userType) => {
      const end = stages.find(({ actions }) => actions[userType] === "deactivate")?.day;
      const last = stages.findLast(({ actions }) => actions[userType] === "notify")?.day;
      if (end === undefined || last === undefined || last + minimumNoticeDays <= end) return [];
      return [
        `${field}: the notice of day ${last} names day ${last + minimumNoticeDays}, because minimumNoticeDays is ${minimumNoticeDays}. Keys of the user type ${userType} are deactivated then, not on day ${end}.`,
      ];
    }),
  );
}

function scheduleWarnings({ schedule }: Settings): string[] {
  const { time, timeZone, flexibleWindowMinutes } = schedule;
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  // The offsets of winter and summer: daylight saving time may move the start over midnight.
  const starts = ["2026-01-15", "2026-07-15"].map((day) => hour * 60 + minute - offsetMinutes(timeZone, day));
  const start = `schedule: ${time} in ${timeZone} is ${[...new Set(starts.map(utcTime))].join(" or ")} UTC`;
  const otherDay = starts.find((minutes) => minutes < 0 || minutes >= minutesPerDay);
  const warnings: string[] = [];
  if (otherDay !== undefined)
    warnings.push(
      `${start} of the day ${otherDay < 0 ? "before" : "after"}. Curfew counts days and the change window in UTC.`,
    );
  const latest = Math.max(...starts.map(withinDay)) + flexibleWindowMinutes + runMinutes;
  if (latest > minutesPerDay)
    warnings.push(
      `${start}, shortly before the UTC day ends. Keys that are not deactivated by midnight UTC wait for the next day.`,
    );
  return warnings;
}

function regionWarnings({ hub, rollout }: Settings): string[] {
  const stackRegion = rollout.method === "stackset" ? rollout.region : undefined;
  return [
    ...hubRegionWarnings(hub),
    ...(stackRegion !== undefined && isOptIn(stackRegion)
      ? [
          `rollout.region: ${stackRegion} is an opt-in Region. The StackSet brings no roles into accounts that have not enabled it. The roles are the same in every Region; without rollout.region they are deployed where every account can have them.`,
        ]
      : []),
  ];
}

function hubRegionWarnings(hub: Settings["hub"]): string[] {
  if (!isOptIn(hub.region))
    return isOptIn(hub.stsRegion)
      ? [
          `hub.stsRegion: ${hub.stsRegion} is an opt-in Region. STS has no credentials there for accounts that have not enabled it: enable it in every member account, or remove hub.stsRegion.`,
        ]
      : [];
  return [
    `hub.region: ${hub.region} is an opt-in Region. Curfew calls STS in ${hub.stsRegion}, because an endpoint works only for accounts that have enabled its Region${
      hub.stsRegion === hub.region ? ": enable it in every member account, or change hub.stsRegion" : ""
    }.`,
  ];
}

/** Only a Region that has the wrong form is an error, so a typing mistake is a warning. */
function unknownRegionWarnings({ hub, mail, rollout }: Settings): string[] {
  const regions: [string, string | undefined][] = [
    ["hub.region", hub.region],
    ["hub.stsRegion", hub.stsRegion],
    ["mail.region", mail.region],
    ["rollout.region", rollout.method === "stackset" ? rollout.region : undefined],
  ];
  return regions.flatMap(([field, region]) =>
    region === undefined || knownRegions.includes(region)
      ? []
      : [
          `${field}: ${region} is a Region that this version does not know${didYouMean(region, knownRegions)}`,
        ],
  );
}

function mailWarnings({ mail }: Settings): string[] {
  if (offersSes(mail.region)) return [];
  return [
    `mail.region: AWS did not offer SES in ${mail.region} when this version was written. The stack curfew-mail cannot be deployed there until it does. SES may be in another Region than the hub.`,
  ];
}

function withinDay(minutes: number): number {
  return (minutes + minutesPerDay) % minutesPerDay;
}

function utcTime(minutes: number): string {
  const inDay = withinDay(minutes);
  return [Math.floor(inDay / 60), inDay % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** How many minutes a time zone is ahead of UTC on a day. Intl writes `GMT+05:30`, and `GMT` for none. */
function offsetMinutes(timeZone: string, day: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(
    new Date(`${day}T12:00:00Z`),
  );
  const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
