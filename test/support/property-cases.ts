/** How many random cases a property is held against: `PROPERTY_CASES`, 1,000 unless the slow suite sets more. */
export const propertyCases = Number(process.env.PROPERTY_CASES ?? "1000");
