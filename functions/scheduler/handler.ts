import { type AccountList, listAccountsEventSchema } from "../../statemachine/contract.ts";
import type { RestoreKeyEvent } from "../../statemachine/restore-key.ts";
import { putText, s3Client } from "../aws/object-store.ts";
import { organization, organizationsClient } from "../aws/organizations.ts";
import { senderClient, senderProblem } from "../aws/sender.ts";
import { streamUp } from "../aws/stream-up.ts";
import { readEnvironment } from "../runtime/env.ts";
import { parse } from "../runtime/parse.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import { beginRun } from "./begin-run.ts";
import { schedulerEnvironment } from "./env.ts";

const environment = readEnvironment(schedulerEnvironment);
const policy = readPolicyFile(import.meta.url);
const organizations = organizationsClient();
const s3 = s3Client();
const mail = senderClient(environment.MAIL_REGION);

/** First state of the state machine, `ListAccounts`: invoked once an execution with its input. */
export async function handler(input: unknown): Promise<AccountList | RestoreKeyEvent> {
  return beginRun({
    event: parse(listAccountsEventSchema, input, "run input"),
    policy,
    organization: organization(organizations),
    bucket: environment.BUCKET_NAME,
    maxConcurrency: environment.MAX_CONCURRENCY,
    senderProblem: () => senderProblem(mail, environment.SENDER, environment.CONFIGURATION_SET),
    streamUp: (location, pieces, contentType) => streamUp(s3, location, pieces, contentType),
    putText: (location, text, contentType) => putText(s3, location, text, contentType),
  });
}
