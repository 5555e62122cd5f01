/**
 * The suites that run days of whole Organizations on a cloud. They take many minutes, so `npm test` leaves them to
 * `npm run test:integration`, and those on moto to `npm run test:moto`.
 */
export const clouds = [
  "test/integration/**",
  "test/faults/*.test.ts",
  "test/soak/**",
  "test/budgets/**",
  "test/infra/cli/curfew.test.ts",
];
