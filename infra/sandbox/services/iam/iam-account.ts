import { AwsError } from "../../cloud/aws-error.ts";
import { newId } from "../../cloud/identities.ts";
import type { CloudClock } from "../../cloud/service.ts";
import { validated } from "../validated.ts";
import { accessKeyId, path, userName } from "./iam-shapes.ts";
import { compareUserNames, type IamKey, type IamKeyUse, type IamUser } from "./iam-user.ts";
import { type IamTag, IamTags } from "./user-tags.ts";

/** Quotas that AWS does not raise (IAM user guide, "IAM and AWS STS quotas"). */
const mostUsers = 5_000;
const mostKeys = 2;

/** A user to create. */
export interface NewUser {
  readonly userName: string;
  readonly path?: string;
  /** Absent: now. */
  readonly createdAt?: Date;
  readonly tags?: readonly IamTag[];
}

/** A key to create, or to overwrite if its ID exists already. */
export interface NewKey {
  readonly userName: string;
  readonly accessKeyId?: string;
  readonly status?: IamKey["status"];
  /** Absent: now. */
  readonly createdAt?: Date;
  readonly lastUsed?: IamKeyUse;
}

/**
 * The IAM users of one account. The API writes through the same methods as who loads a sample or plays the
 * operator in a test, so that neither can reach a state that AWS forbids. Every change is seen at once:
 * the eventual consistency of IAM is not modelled.
 */
export class IamAccount {
  readonly accountId: string;
  readonly #partition: string;
  readonly #clock: CloudClock;
  /** By name in lower case: names differ in more than case (IAM user guide, quotas, "names"). */
  readonly #users = new Map<string, IamUser>();
  readonly #owners = new Map<string, IamUser>();
  #rootKey: IamKey | undefined;
  #openedAt: Date;

  constructor(accountId: string, clock: CloudClock, partition: string) {
    this.accountId = accountId;
    this.#partition = partition;
    this.#clock = clock;
    this.#openedAt = clock.now();
  }

  /** When the account was opened, for the root user's row of the credential report. */
  get openedAt(): Date {
    return this.#openedAt;
  }

  set openedAt(at: Date) {
    this.#openedAt = at;
  }

  /** The access key of the root user, where it has one. */
  get rootKey(): IamKey | undefined {
    return this.#rootKey;
  }

  setRootKey(key: IamKey | undefined): void {
    this.#rootKey = key;
  }

  /** Sorted by name. */
  users(): IamUser[] {
    return [...this.#users.values()].sort((one, other) => compareUserNames(one.userName, other.userName));
  }

  findUser(name: string): IamUser | undefined {
    const user = this.#users.get(name.toLowerCase());
    return user?.userName === name ? user : undefined;
  }

  /** @throws {AwsError} NoSuchEntity */
  user(name: string): IamUser {
    const user = this.findUser(name);
    if (user !== undefined) return user;
    throw new AwsError("NoSuchEntity", `The user with name ${name} cannot be found.`, 404);
  }

  /** @throws {AwsError} EntityAlreadyExists, LimitExceeded, ValidationError */
  createUser(wanted: NewUser): IamUser {
    const name = validated(userName, wanted.userName, "userName");
    const at = validated(path, wanted.path ?? "/", "path");
    if (this.#users.has(name.toLowerCase()))
      throw new AwsError("EntityAlreadyExists", `User with name ${name} already exists.`, 409);
    if (this.#users.size >= mostUsers)
      throw new AwsError("LimitExceeded", `Cannot exceed quota for UsersPerAccount: ${mostUsers}`, 409);
    const tags = new IamTags();
    tags.put(wanted.tags ?? []);
    const user = {
      userName: name,
      userId: newId("AIDA"),
      arn: this.userArn(name, at),
      path: at,
      createdAt: wanted.createdAt ?? this.#clock.now(),
      tags,
      keys: new Map(),
    };
    this.#users.set(name.toLowerCase(), user);
    return user;
  }

  /** @throws {AwsError} DeleteConflict while the user has keys, NoSuchEntity */
  deleteUser(name: string): void {
    if (this.user(name).keys.size > 0)
      throw new AwsError("DeleteConflict", "Cannot delete entity, must delete access keys first.", 409);
    this.#users.delete(name.toLowerCase());
  }

  /** A renamed user keeps ID, tags and keys. @throws {AwsError} EntityAlreadyExists, NoSuchEntity */
  renameUser(name: string, newName: string): void {
    const user = this.user(name);
    const wanted = validated(userName, newName, "newUserName");
    if (this.#users.has(wanted.toLowerCase()))
      throw new AwsError("EntityAlreadyExists", `User with name ${wanted} already exists.`, 409);
    const renamed = { ...user, userName: wanted, arn: this.userArn(wanted, user.path) };
    this.#users.delete(name.toLowerCase());
    this.#users.set(wanted.toLowerCase(), renamed);
    for (const id of user.keys.keys()) this.#owners.set(id, renamed);
  }

  tag(name: string, tags: readonly IamTag[]): void {
    this.user(name).tags.put(tags);
  }

  untag(name: string, keys: readonly string[]): void {
    this.user(name).tags.remove(keys);
  }

  /** @throws {AwsError} LimitExceeded at a third key, NoSuchEntity, ValidationError */
  putAccessKey(wanted: NewKey): IamKey {
    const user = this.user(wanted.userName);
    const id = validated(accessKeyId, wanted.accessKeyId ?? newId("AKIA"), "accessKeyId");
    const owner = this.#owners.get(id);
    if (owner !== undefined && owner !== user)
      throw new AwsError("EntityAlreadyExists", `The key ${id} belongs to ${owner.userName}.`, 409);
    if (owner === undefined && user.keys.size >= mostKeys)
      throw new AwsError("LimitExceeded", `Cannot exceed quota for AccessKeysPerUser: ${mostKeys}`, 409);
    const key: IamKey = {
      accessKeyId: id,
      status: wanted.status ?? "Active",
      createdAt: wanted.createdAt ?? this.#clock.now(),
      ...(wanted.lastUsed === undefined ? {} : { lastUsed: wanted.lastUsed }),
    };
    user.keys.set(id, key);
    this.#owners.set(id, user);
    return key;
  }

  /** Setting the status it has already is no error and no change. @throws {AwsError} NoSuchEntity */
  updateKey(name: string, id: string, status: IamKey["status"]): void {
    const { user, key } = this.#keyOf(name, id);
    if (key.status !== status) user.keys.set(id, { ...key, status, statusChangedAt: this.#clock.now() });
  }

  /** @throws {AwsError} NoSuchEntity */
  deleteKey(name: string, id: string): void {
    this.#keyOf(name, id).user.keys.delete(id);
    this.#owners.delete(id);
  }

  /** The key and who owns it. */
  key(id: string): { readonly user: IamUser; readonly key: IamKey } | undefined {
    const user = this.#owners.get(id);
    const key = user?.keys.get(id);
    return user === undefined || key === undefined ? undefined : { user, key };
  }

  /** The ARN that a user of that name has, or would have. */
  userArn(name: string, at = "/"): string {
    return `arn:${this.#partition}:iam::${this.accountId}:user${at}${name}`;
  }

  /** The ARN of the root user. */
  get rootArn(): string {
    return `arn:${this.#partition}:iam::${this.accountId}:root`;
  }

  #keyOf(name: string, id: string): { readonly user: IamUser; readonly key: IamKey } {
    const user = this.user(name);
    const key = user.keys.get(id);
    if (key === undefined)
      throw new AwsError("NoSuchEntity", `The Access Key with id ${id} cannot be found.`, 404);
    return { user, key };
  }
}
