/** How many random lives of an account the rules are held against. */
export const propertyCases = 10_000;
