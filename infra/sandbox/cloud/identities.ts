import { randomBytes } from "node:crypto";
import type { CloudClock, PolicyDocument, Principal } from "./service.ts";

/** A role as the embedded cloud knows it. */
export interface RoleRecord {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  readonly trustPolicy: PolicyDocument;
  /** By name: the name is in the record of what allowed a call. */
  readonly identityPolicies: Readonly<Record<string, PolicyDocument>>;
  readonly maxSessionSeconds: number;
}

/** What someone signs with, and who they then are. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent for long-term credentials. */
  readonly sessionToken?: string;
  /** Absent for long-term credentials. */
  readonly expiresAt?: Date;
  readonly principal: Principal;
}

/** Roles and credentials of all accounts: who exists, and who is behind an access key id. */
export class Identities {
  readonly #clock: CloudClock;
  readonly #partition: string;
  readonly #roles = new Map<string, RoleRecord>();
  readonly #credentials = new Map<string, Credential>();
  readonly #serviceControlPolicies = new Map<string, PolicyDocument>();

  constructor(clock: CloudClock, partition = "aws") {
    this.#clock = clock;
    this.#partition = partition;
  }

  addRole(role: RoleRecord): void {
    this.#roles.set(role.arn, role);
  }

  removeRole(arn: string): void {
    this.#roles.delete(arn);
  }

  role(arn: string): RoleRecord | undefined {
    return this.#roles.get(arn);
  }

  roles(): RoleRecord[] {
    return [...this.#roles.values()];
  }

  /**
   * Attaches a service control policy to a member account, in place of an earlier one, beside `FullAWSAccess`. It does
   * not concern operators. (AWS never applies one to the management account.)
   */
  setServiceControlPolicy(accountId: string, document: PolicyDocument): void {
    this.#serviceControlPolicies.set(accountId, document);
  }

  serviceControlPolicy(accountId: string): PolicyDocument | undefined {
    return this.#serviceControlPolicies.get(accountId);
  }

  /** Long-term credentials of an operator, who may do everything in that account. */
  addOperator(accountId: string): Credential {
    const arn = `arn:${this.#partition}:iam::${accountId}:root`;
    const credential = {
      accessKeyId: newId("AKIA"),
      secretAccessKey: newSecret(),
      principal: { accountId, arn, kind: "root", accessKeyId: "" } as const,
    };
    return this.#keep({
      ...credential,
      principal: { ...credential.principal, accessKeyId: credential.accessKeyId },
    });
  }

  /** Temporary credentials of a role, as AssumeRole gives them; the caller has checked that it may. */
  issueSession(
    role: RoleRecord,
    sessionName: string,
    durationSeconds: number,
    sessionPolicy?: PolicyDocument,
  ): Credential {
    const accessKeyId = newId("ASIA");
    const partition = role.arn.split(":")[1] ?? "aws";
    return this.#keep({
      accessKeyId,
      secretAccessKey: newSecret(),
      sessionToken: randomBytes(96).toString("base64"),
      expiresAt: new Date(this.#clock.now().getTime() + durationSeconds * 1000),
      principal: {
        accountId: role.accountId,
        arn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
        kind: "assumedRole",
        accessKeyId,
        roleArn: role.arn,
        ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
      },
    });
  }

  credential(accessKeyId: string): Credential | undefined {
    return this.#credentials.get(accessKeyId);
  }

  #keep(credential: Credential): Credential {
    this.#credentials.set(credential.accessKeyId, credential);
    return credential;
  }
}

/** `AKIA…` or `ASIA…` and 16 characters of base 32 (IAM user guide, unique identifiers). */
export function newId(prefix: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return prefix + Array.from(randomBytes(16), (byte) => letters[byte % 32]).join("");
}

function newSecret(): string {
  return randomBytes(30).toString("base64");
}
