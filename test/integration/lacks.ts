import { it } from "vitest";

/** Features of AWS that another cloud may lack. */
export type Lack =
  | "missing roles"
  | "trust policies"
  | "session policies"
  | "signatures"
  | "pages of users"
  | "pages of accounts"
  | "the end of Status"
  | "Paths"
  | "the date of credential reports"
  | "new names of renamed users"
  | "names of mail errors"
  | "the standing of a sender";

/** Where a cloud is less strict than AWS, and how that was found. */
export type Lacks = Readonly<Partial<Record<Lack, string>>>;

/** A test: its title and its function. */
export type NamedTest = readonly [name: string, test: () => Promise<void> | void];

/**
 * A test of what AWS does, or, if the cloud lacks that, of what the cloud does instead. Its title says which, so that
 * no difference goes unnoticed.
 */
export function itStrictly(lacks: Lacks, lack: Lack, strict: NamedTest, instead: NamedTest): void {
  const [name, test] = lacks[lack] === undefined ? strict : instead;
  it(lacks[lack] === undefined ? name : `(lacks ${lack}) ${name}, where AWS ${strict[0]}`, test);
}

/** One line for each feature that a cloud lacks. */
export function printLacks(cloud: string, lacks: Lacks): void {
  for (const [lack, reason] of Object.entries(lacks)) console.log(`${cloud} lacks ${lack}: ${reason}`);
}
