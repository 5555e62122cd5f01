import * as z from "zod/mini";
import { partitionOf } from "../../../cdk/names.ts";
import { jsonBody } from "../../cloud/json-protocol.ts";
import type { Authorization, Service, ServiceRequest, ServiceResponse } from "../../cloud/service.ts";
import { addressIn } from "./address-syntax.ts";
import type { SesAccount } from "./mail-account.ts";
import type { MailAccounts } from "./mail-accounts.ts";
import { restError, restResponse } from "./rest-json.ts";
import { admit, readMail } from "./send-email.ts";
import {
  describeAccount,
  describeConfigurationSet,
  describeEventDestinations,
  describeIdentity,
  describeSuppression,
  listIdentities,
  notSuppressed,
} from "./ses-answers.ts";
import { readSesCall } from "./ses-call.ts";
import { readSesInput } from "./ses-input.ts";

const addressesSchema = z.optional(z.array(z.string()));
const senderSchema = z.looseObject({
  FromEmailAddress: z.string(),
  ConfigurationSetName: z.optional(z.string()),
  Destination: z.looseObject({
    ToAddresses: addressesSchema,
    CcAddresses: addressesSchema,
    BccAddresses: addressesSchema,
  }),
});

const suppressionSchema = z.strictObject({
  EmailAddress: z.string(),
  Reason: z.enum(["BOUNCE", "COMPLAINT"]),
});

/** SES by its API v2, one account and Region at a time: what Curfew calls, and what an operator looks up. */
export class SesService implements Service {
  readonly name = "ses";
  readonly #accounts: MailAccounts;

  constructor(accounts: MailAccounts) {
    this.#accounts = accounts;
  }

  operation(request: ServiceRequest): string {
    return readSesCall(request).operation;
  }

  /** Service authorization reference, "Actions, resources, and condition keys for Amazon SES v2". */
  authorizations(request: ServiceRequest): readonly Authorization[] {
    const { operation, subject } = readSesCall(request);
    const action = `ses:${operation}`;
    if (operation === "GetEmailIdentity")
      return [{ action, resource: sesArn(request, `identity/${subject}`) }];
    if (operation === "GetConfigurationSet" || operation === "GetConfigurationSetEventDestinations")
      return [{ action, resource: sesArn(request, `configuration-set/${subject}`) }];
    if (operation !== "SendEmail") return [{ action, resource: "*" }];
    return this.#sendAuthorizations(request);
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const { operation, subject } = readSesCall(request);
    const account = this.#accountOf(request);
    switch (operation) {
      case "SendEmail": {
        this.#accounts.catchUp();
        const mail = readMail(jsonBody(request), defaultSetOf(account));
        admit(account, mail);
        const caller = callerIdentity(request);
        return restResponse({ MessageId: await this.#accounts.accept(account, mail, caller) }, request);
      }
      case "GetAccount":
        return restResponse(describeAccount(account), request);
      case "GetEmailIdentity":
        return restResponse(describeIdentity(account, subject), request);
      case "ListEmailIdentities":
        return restResponse(listIdentities(account), request);
      case "GetConfigurationSet":
        return restResponse(describeConfigurationSet(account, subject), request);
      case "GetConfigurationSetEventDestinations":
        return restResponse(describeEventDestinations(account, subject), request);
      case "PutSuppressedDestination": {
        const { EmailAddress, Reason } = readSesInput(suppressionSchema, jsonBody(request));
        account.suppress(EmailAddress, Reason);
        return restResponse({}, request);
      }
      case "GetSuppressedDestination":
        return restResponse(describeSuppression(account, subject), request);
      case "DeleteSuppressedDestination":
        if (!account.endSuppression(subject)) throw notSuppressed(subject);
        return restResponse({}, request);
    }
  }

  error(code: string, message: string, status: number, requestId: string): ServiceResponse {
    return restError(code, message, status, requestId);
  }

  /**
   * The identity and the configuration set, each by its ARN as text. The identity's default set is asked for
   * as well (github.com/aws/aws-cdk, issue 34402). In the SES sandbox so is the identity of each recipient, as was seen
   * in public (github.com/cloudposse/terraform-aws-ses, issue 40); AWS does not document it.
   */
  #sendAuthorizations(request: ServiceRequest): readonly Authorization[] {
    const input = readSesInput(senderSchema, jsonBody(request));
    const account = this.#accountOf(request);
    const from = addressIn(input.FromEmailAddress);
    const set = input.ConfigurationSetName ?? defaultSetOf(account)(from);
    const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination;
    const recipients = account.sandbox ? [...ToAddresses, ...CcAddresses, ...BccAddresses] : [];
    const identities = [from, ...recipients].map(
      (address) => account.identities.namedFor(address)?.name ?? address,
    );
    const resources = [
      ...identities.map((identity) => `identity/${identity}`),
      ...(set === undefined ? [] : [`configuration-set/${set}`]),
    ];
    return [...new Set(resources)].map((resource) => ({
      action: "ses:SendEmail",
      resource: sesArn(request, resource),
      context: { "ses:FromAddress": from },
    }));
  }

  #accountOf({ principal, region }: ServiceRequest): SesAccount {
    return this.#accounts.account(principal.accountId, region);
  }
}

function sesArn({ principal, region }: ServiceRequest, resource: string): string {
  return `arn:${partitionOf(region)}:ses:${region}:${principal.accountId}:${resource}`;
}

function defaultSetOf({ identities }: SesAccount) {
  return (from: string) => identities.verifiedFor(from)?.configurationSet;
}

/** The name of the role or user, which events show as `ses:caller-identity`. */
function callerIdentity({ principal }: ServiceRequest): string {
  const { arn, roleArn = arn } = principal;
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}
