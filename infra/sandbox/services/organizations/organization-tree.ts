import { readResourcePolicy } from "../../cloud/policy-document.ts";
import type { PolicyDocument } from "../../cloud/service.ts";

/** The states of an account (Organizations API reference, Account). */
export type AccountState = "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";

/** An organizational unit. */
export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  /** The root or another OU. */
  readonly parentId: string;
}

/** A member account. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  readonly state: AccountState;
  readonly joinedAt: Date;
  /** Absent: an address made from the id. */
  readonly email?: string;
}

/** An Organization as plain data. */
export interface OrganizationData {
  readonly id: string;
  /** @default "aws" */
  readonly partition?: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  /** Members that may read the Organization, as a delegated administrator of a service may. */
  readonly delegatedAdministrators: readonly string[];
  readonly organizationalUnits: readonly OrganizationalUnit[];
  readonly accounts: readonly OrganizationAccount[];
}

/**
 * The accounts and OUs of an Organization. The accounts keep the order in which they were given, which means nothing.
 */
export class OrganizationTree {
  readonly id: string;
  readonly partition: string;
  readonly rootId: string;
  readonly managementAccountId: string;
  readonly #delegatedAdministrators: ReadonlySet<string>;
  readonly #refusingRoles = new Set<string>();
  #delegationPolicy: PolicyDocument | undefined;
  readonly #ous = new Map<string, OrganizationalUnit>();
  readonly #accounts = new Map<string, OrganizationAccount>();

  /** @throws {Error} if a parent is missing or an id comes twice: no such Organization can be */
  constructor(data: OrganizationData) {
    this.id = data.id;
    this.partition = data.partition ?? "aws";
    this.rootId = data.rootId;
    this.managementAccountId = data.managementAccountId;
    this.#delegatedAdministrators = new Set(data.delegatedAdministrators);
    for (const ou of data.organizationalUnits) this.#addOu(ou);
    for (const ou of data.organizationalUnits) this.pathOf(ou.parentId);
    for (const account of data.accounts) this.addAccount(account);
    for (const id of [data.managementAccountId, ...data.delegatedAdministrators])
      if (!this.#accounts.has(id)) throw new Error(`account ${id} is not a member of ${data.id}`);
  }

  accounts(): OrganizationAccount[] {
    return [...this.#accounts.values()];
  }

  account(id: string): OrganizationAccount | undefined {
    return this.#accounts.get(id);
  }

  organizationalUnit(id: string): OrganizationalUnit | undefined {
    return this.#ous.get(id);
  }

  /** Whether it can have accounts and OUs. */
  isParent(id: string): boolean {
    return id === this.rootId || this.#ous.has(id);
  }

  accountsUnder(parentId: string): OrganizationAccount[] {
    return this.accounts().filter((account) => account.parentId === parentId);
  }

  ousUnder(parentId: string): OrganizationalUnit[] {
    return [...this.#ous.values()].filter((ou) => ou.parentId === parentId);
  }

  /**
   * The ids from the root down to a root or OU.
   * @throws {Error} if an OU has no way up to the root
   */
  pathOf(parentId: string): string[] {
    const path: string[] = [];
    for (let id = parentId; id !== this.rootId; ) {
      const ou = this.#ous.get(id);
      if (ou === undefined || path.includes(id))
        throw new Error(`${id} does not lie under ${this.rootId} in ${this.id}`);
      path.unshift(id);
      id = ou.parentId;
    }
    return [this.rootId, ...path];
  }

  addAccount(account: OrganizationAccount): void {
    if (!/^\d{12}$/.test(account.id)) throw new Error(`${account.id} is no account id`);
    if (this.#accounts.has(account.id)) throw new Error(`account ${account.id} exists already`);
    if (!this.isParent(account.parentId)) throw new Error(`account ${account.id} has no parent`);
    this.#accounts.set(account.id, account);
  }

  /** Closes, suspends or revives an account; a listing under way shows it from its next page on. */
  setState(accountId: string, state: AccountState): void {
    const account = this.#accounts.get(accountId);
    if (account === undefined) throw new Error(`account ${accountId} is not a member of ${this.id}`);
    this.#accounts.set(accountId, { ...account, state });
  }

  /**
   * From now on nobody can assume a role in an account, whatever its state. Some accounts in PENDING_CLOSURE
   * were seen to behave so (github.com/awslabs/landing-zone-accelerator-on-aws, issue 727), others not.
   */
  refuseRoles(accountId: string): void {
    this.#refusingRoles.add(accountId);
  }

  refusesRoles(accountId: string): boolean {
    return this.#refusingRoles.has(accountId);
  }

  stateOf(accountId: string): AccountState | undefined {
    return this.#accounts.get(accountId)?.state;
  }

  /** The Organization of an account: this one, or none. */
  organizationIdOf(accountId: string): string | undefined {
    return this.#accounts.has(accountId) ? this.id : undefined;
  }

  /**
   * Whether an account may read the Organization without a delegation policy: the management account and
   * delegated administrators.
   */
  mayRead(accountId: string): boolean {
    return accountId === this.managementAccountId || this.#delegatedAdministrators.has(accountId);
  }

  /** The resource-based delegation policy, where there is one. */
  get delegationPolicy(): PolicyDocument | undefined {
    return this.#delegationPolicy;
  }

  /**
   * Sets the delegation policy (Organizations API reference, PutResourcePolicy).
   * @throws {Error} outside of the management account, or for a policy that is not understood
   */
  setDelegationPolicy(policy: PolicyDocument, accountId: string): void {
    if (accountId !== this.managementAccountId)
      throw new Error(`the delegation policy belongs into the management account, not into ${accountId}`);
    readResourcePolicy(policy, "delegation policy");
    this.#delegationPolicy = policy;
  }

  #addOu(ou: OrganizationalUnit): void {
    if (this.#ous.has(ou.id)) throw new Error(`the OU ${ou.id} exists already`);
    this.#ous.set(ou.id, ou);
  }
}
