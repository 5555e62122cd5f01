import { isMailAddress } from "../../../functions/domain/mail-address.ts";
import { offersSes } from "../../cdk/regions.ts";
import { CommandError } from "../shared/command-error.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import type { Terminal } from "../shared/terminal.ts";
import type { Found } from "./found.ts";

/** The answers that a settings file needs. */
export interface Answers {
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly hubAccountId: string;
  readonly region: string;
  readonly rootId: string;
  readonly sender: string;
  readonly mailRegion: string;
  readonly fallbackContact: string;
  readonly securityContact: string;
  readonly help: string;
  readonly domain: string;
  readonly timeZone: string;
}

/** One question: the flag that answers it, its text, and the form of an answer. */
export interface Question {
  readonly field: keyof Answers;
  readonly flag: string;
  readonly text: string;
  readonly expected: string;
  readonly isValid: (answer: string) => boolean;
  readonly suggestion: (found: Found, answers: Partial<Answers>) => string | undefined;
}

const matching = (pattern: RegExp) => (answer: string) => pattern.test(answer);
const accountId = { expected: "expected 12 digits", isValid: matching(/^\d{12}$/) };
const region = {
  expected: "expected a Region like eu-central-1",
  isValid: matching(/^[a-z]{2,4}(-[a-z]+)+-\d$/),
};
const address = { expected: "expected one mail address", isValid: isMailAddress };

/** The questions, in the order of the file. */
export const questions: readonly Question[] = [
  {
    field: "organizationId",
    flag: "organization-id",
    text: "ID of the Organization",
    expected: "expected an ID like o-a1b2c3d4e5",
    isValid: matching(/^o-[a-z0-9]{10,32}$/),
    suggestion: (found) => found.organizationId,
  },
  {
    field: "managementAccountId",
    flag: "management-account",
    text: "Management account",
    ...accountId,
    suggestion: (found) => found.managementAccountId,
  },
  {
    field: "hubAccountId",
    flag: "hub-account",
    text: "Hub account: where Curfew runs",
    ...accountId,
    suggestion: (found) => found.hubAccountId,
  },
  {
    field: "region",
    flag: "hub-region",
    text: "Region of the hub",
    ...region,
    suggestion: (found) => found.region,
  },
  {
    field: "rootId",
    flag: "rollout-ou",
    text: "OU or root whose accounts get the member roles",
    expected: "expected an ID like ou-a1b2-12345678 or r-a1b2",
    isValid: matching(/^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/),
    suggestion: (found) => found.rootId,
  },
  {
    field: "sender",
    flag: "sender",
    text: "Sender of the mails: an address that SES may send for",
    ...address,
    suggestion: ({ identities }) => senderAmong(identities),
  },
  {
    field: "mailRegion",
    flag: "mail-region",
    text: "Region in which SES sends",
    ...region,
    suggestion: (_found, { region: own }) => (own !== undefined && offersSes(own) ? own : undefined),
  },
  {
    field: "fallbackContact",
    flag: "fallback-contact",
    text: "Fallback contact: gets the notices whose owner cannot be notified",
    ...address,
    suggestion: () => undefined,
  },
  {
    field: "securityContact",
    flag: "security-contact",
    text: "Security contact: gets the digest, restores and alarms",
    ...address,
    suggestion: (_found, answers) => answers.fallbackContact,
  },
  {
    field: "help",
    flag: "help-contact",
    text: "The person or team that owners can ask, as the mails name it",
    expected: "expected a name, like: the IT support team",
    isValid: matching(/\S/),
    suggestion: () => undefined,
  },
  {
    field: "domain",
    flag: "domain",
    text: "Domain of the owners' addresses; Curfew mails no other",
    expected: "expected a domain like example.com",
    isValid: matching(/^([a-z0-9-]+\.)+[a-z0-9-]+$/i),
    suggestion: (_found, { sender }) => sender?.slice(sender.lastIndexOf("@") + 1),
  },
  {
    field: "timeZone",
    flag: "time-zone",
    text: "Time zone of the daily run at 09:00",
    expected: "expected an IANA time zone like Europe/Berlin",
    isValid: matching(/^[A-Z][\w+-]*(\/[\w+-]+)*$/),
    suggestion: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
  },
];

/** An address that SES may send from: an identity that is one, or one in an identity's domain. */
function senderAmong(identities: readonly string[]): string | undefined {
  const known = identities.find((identity) => identity.includes("@"));
  const [domain] = identities;
  return known ?? (domain === undefined ? undefined : `curfew@${domain}`);
}

/**
 * Collects the answers: from flags, from a person, or from AWS if nobody can be asked.
 * @throws {CommandError} for an answer of the wrong form, or a question without an answer
 */
export async function collectAnswers(
  given: Partial<Answers>,
  found: Found,
  terminal: Pick<Terminal, "ask" | "warn">,
): Promise<Answers> {
  const answers: Partial<Record<keyof Answers, string>> = {};
  for (const question of questions)
    answers[question.field] = await answerTo(question, given[question.field], found, answers, terminal);
  const get = (field: keyof Answers) => answers[field] ?? "";
  return {
    organizationId: get("organizationId"),
    managementAccountId: get("managementAccountId"),
    hubAccountId: get("hubAccountId"),
    region: get("region"),
    rootId: get("rootId"),
    sender: get("sender"),
    mailRegion: get("mailRegion"),
    fallbackContact: get("fallbackContact"),
    securityContact: get("securityContact"),
    help: get("help"),
    domain: get("domain"),
    timeZone: get("timeZone"),
  };
}

async function answerTo(
  { flag, text, expected, isValid, suggestion }: Question,
  given: string | undefined,
  found: Found,
  answers: Partial<Answers>,
  terminal: Pick<Terminal, "ask" | "warn">,
): Promise<string> {
  if (given !== undefined) {
    if (isValid(given)) return given;
    throw new CommandError(exitCodes.badInput, `--${flag}: ${expected}, got "${given}"`);
  }
  const suggested = suggestion(found, answers);
  for (;;) {
    const typed = await terminal.ask(`${text}${suggested === undefined ? "" : ` [${suggested}]`}: `);
    const answer = typed?.trim() === "" ? suggested : (typed?.trim() ?? suggested);
    if (answer !== undefined && isValid(answer)) return answer;
    if (typed === undefined)
      throw new CommandError(
        exitCodes.badInput,
        `--${flag} is missing (${text}), and nobody can be asked, because standard input is not a terminal.`,
      );
    terminal.warn(`  ${expected}`);
  }
}
