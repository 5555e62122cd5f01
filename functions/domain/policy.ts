/** Whether a run acts (`enforce`) or only says what it would do (`report`). There is no default. */
export type Mode = "report" | "enforce";

/** What a stage does to a key of one user type. */
export type StageAction = "notify" | "deactivate";

/** A day in an access key's life on which something is due. */
export interface Stage {
  /** Age in calendar days. */
  readonly day: number;
  /** By user type, `employee` or `machine` in the article. */
  readonly actions: Readonly<Record<string, StageAction>>;
}

/** A kind of IAM user, recognised by the value of the user-type tag, in any case. */
export interface UserType {
  readonly tagValues: readonly string[];
}

/** Keys of IAM user tags; IAM compares them without case, so Curfew does. */
export interface TagNames {
  readonly email: string;
  readonly userType: string;
  readonly exempt: string;
}

/** Mail addresses of people who stand in for an owner or answer for the Organization. */
export interface Contacts {
  /** Gets every notice whose owner cannot be mailed. */
  readonly fallback: string;
  /** Gets the digest of each run. */
  readonly security: string;
  /** Whom an owner asks, as the mails say it. */
  readonly help: string;
}

/** The rules one account is judged by. */
export interface AccountRules {
  readonly mode: Mode;
  /** In order of their day. */
  readonly stages: readonly Stage[];
  /** A key is deactivated only if its first notice is at least this many days old. */
  readonly minimumNoticeDays: number;
  /** After the last stage a key that is never deactivated is brought up again every so many days. */
  readonly remindEveryDays: number;
  readonly userTypes: Readonly<Record<string, UserType>>;
  readonly tagNames: TagNames;
  readonly contacts: Contacts;
  /** Mail goes to owners in these domains (and their subdomains) only; empty means to any. */
  readonly allowedDomains: readonly string[];
}

/** A list of accounts by id and of organizational units by id; a unit stands for all below it. */
export interface AccountSelection {
  readonly accounts: readonly string[];
  readonly organizationalUnits: readonly string[];
}

/** Other stages or another mode for part of the Organization. */
export interface Override extends AccountSelection {
  readonly mode?: Mode | undefined;
  readonly stages?: readonly Stage[] | undefined;
}

/** The whole policy of an Organization, as the settings file states it. */
export interface Policy extends AccountRules {
  /** Empty means every account. */
  readonly include: AccountSelection;
  readonly exclude: AccountSelection;
  readonly overrides: readonly Override[];
  /** A member account without the role is "not onboarded" until it is this many days old. */
  readonly onboardingDays: number;
}
