/**
 * The number of cases that a property test tries: 1,000 in `npm test`, 10,000 in `npm run test:slow`, which sets
 * the variable. `PROPERTY_CASES=50000 npx vitest run <file>` tries more.
 */
export const propertyCases = casesFrom(process.env.PROPERTY_CASES ?? "1000");

function casesFrom(written: string): number {
  if (!/^[1-9]\d{0,7}$/.test(written))
    throw new Error(`PROPERTY_CASES is "${written}"; expected a whole number from 1 to 99999999`);
  return Number(written);
}
