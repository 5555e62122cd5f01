import { it } from "vitest";

/** What AWS does and another cloud may not. */
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

/** In what a cloud is looser than AWS, and how that was found. */
export type Lacks = Readonly<Partial<Record<Lack, string>>>;

/** A test: what it says, and how it is shown. */
export type NamedTest = readonly [name: string, test: () => Promise<void> | void];

/**
 * A test of what AWS does; where the cloud lacks it, of what that cloud does instead. Either way there is a
 * test, and its name says which, so that nothing is left out in silence.
 */
export function itStrictly(lacks: Lacks, lack: Lack, strict: NamedTest, instead: NamedTest): void {
  const [name, test] = lacks[lack] === undefined ? strict : instead;
  it(lacks[lack] === undefined ? name : `(lacks ${lack}) ${name}, where AWS ${strict[0]}`, test);
}

/** One line for each thing that a cloud lacks. */
export function printLacks(cloud: string, lacks: Lacks): void {
  for (const [lack, reason] of Object.entries(lacks)) console.log(`${cloud} lacks ${lack}: ${reason}`);
}
