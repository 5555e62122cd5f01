import type { Day } from "./calendar-day.ts";

/** Whether a run acts (`enforce`) or only reports what it would do (`report`). There is no default. */
export type Mode = "report" | "enforce";

/** What a stage does to a key of one user type. */
export type StageAction = "notify" | "deactivate";

/** A day in the life of an access key on which something is due. */
export interface Stage {
  /** Age in calendar days. */
  readonly day: number;
  /** By user type, `employee` or `machine` in the delivered settings. */
  readonly actions: Readonly<Record<string, StageAction>>;
}

/** A kind of IAM user, recognised by the value of the user type tag, in any case. */
export interface UserType {
  readonly tagValues: readonly string[];
}

/** Keys of IAM user tags; IAM compares them without case, so Curfew does. */
export interface TagNames {
  readonly email: string;
  readonly userType: string;
  readonly exempt: string;
}

/** Who gets mail besides the owner. */
export interface Contacts {
  /** Gets every notice whose owner cannot be notified. */
  readonly fallback: string;
  /** Is notified of every restore. */
  readonly security: string;
  /** Get the digest of each run. At least one address. */
  readonly digestTo: readonly string[];
  /** The person or team that owners can ask, as the mails name it. */
  readonly help: string;
}

/** UTC weekdays. */
export const weekdays = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;
export type Weekday = (typeof weekdays)[number];

/** When Curfew may deactivate keys. Days are UTC. */
export interface ChangeWindow {
  /** Empty means every weekday. */
  readonly weekdays: readonly Weekday[];
  /** Dates on which nothing is deactivated; first and last day are part of it. */
  readonly closed: readonly { readonly from: Day; readonly to: Day }[];
}

/** How many keys may be deactivated, and when somebody has to approve. */
export interface Limits {
  /** Over all executions of a day. Absent: see `paceOf`. */
  readonly deactivationsPerDay?: number | undefined;
  /** In one account, over all executions of a day. Absent: see `paceOf`. */
  readonly deactivationsPerDayAndAccount?: number | undefined;
  /** More waiting keys than this need an approval. Absent: see `approvalThreshold`. */
  readonly approvalAbove?: number | undefined;
  /** With more unreachable accounts than this, in percent of those listed, nothing is deactivated. */
  readonly maxUnreachablePercent: number;
}

/** The rules by which the keys of one account are evaluated. */
export interface AccountRules {
  readonly mode: Mode;
  /** In order of their day. */
  readonly stages: readonly Stage[];
  /** A deactivation notice must have been delivered at least this many days before the deactivation. At least 7. */
  readonly minimumNoticeDays: number;
  /** A deactivation notice is stale this many days after the day that it named. */
  readonly noticeValidDays: number;
  /** After its last stage the owner of a key that stays active is reminded at this interval. */
  readonly remindEveryDays: number;
  /** An exemption that ends later than this many days from today is not accepted. */
  readonly maxExemptionDays: number;
  readonly userTypes: Readonly<Record<string, UserType>>;
  readonly tagNames: TagNames;
  readonly contacts: Contacts;
  /** Mail goes to owners in these domains (and their subdomains) only; empty means any domain. */
  readonly allowedDomains: readonly string[];
  readonly changeWindow: ChangeWindow;
}

/** Accounts and OUs by ID. An OU includes everything below it. */
export interface AccountSelection {
  readonly accounts: readonly string[];
  readonly organizationalUnits: readonly string[];
}

/** Other stages, another mode or other contacts for part of the Organization. */
export interface Override extends AccountSelection {
  readonly mode?: Mode | undefined;
  readonly stages?: readonly Stage[] | undefined;
  readonly contacts?: Partial<Contacts> | undefined;
}

/** How Curfew's mails name their sender. */
export interface MailStyle {
  /** Display name in the From header. */
  readonly displayName: string;
  readonly replyTo?: string | undefined;
  /** Name of the company, so that an owner recognises the mail as their own. */
  readonly company?: string | undefined;
}

/** The whole policy of an Organization, as the settings file states it. */
export interface Policy extends AccountRules {
  /** Empty means every account. */
  readonly include: AccountSelection;
  readonly exclude: AccountSelection;
  readonly overrides: readonly Override[];
  /** A member account without the role is "not onboarded" until it has been a member for this many days. */
  readonly onboardingDays: number;
  readonly limits: Limits;
  readonly mail: MailStyle;
}
