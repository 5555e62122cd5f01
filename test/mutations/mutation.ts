/** One thing broken on purpose, and who must notice. */
export interface Mutation {
  /** What the broken code does, as a sentence about it. */
  readonly breaks: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly replace: string;
  readonly by: string;
  /** Every one of these test files must fail. */
  readonly caughtBy: readonly string[];
}
