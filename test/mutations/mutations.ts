import { actingMutations } from "./acting-mutations.ts";
import { ledgerMutations } from "./ledger-mutations.ts";
import type { Mutation } from "./mutation.ts";
import { readingMutations } from "./reading-mutations.ts";
import { ruleMutations } from "./rule-mutations.ts";

/** Everything that is broken on purpose, one thing at a time. */
export const mutations: readonly Mutation[] = [
  ...ledgerMutations,
  ...readingMutations,
  ...ruleMutations,
  ...actingMutations,
];
