/** The sizes at which budgets are tested. Fewer keys are deactivated than owners are warned. */
export const sizes = [
  { users: 120, owners: 60, toWarn: 5, toDeactivate: 3 },
  { users: 1000, owners: 250, toWarn: 7, toDeactivate: 6 },
  { users: 5000, owners: 300, toWarn: 11, toDeactivate: 4 },
] as const;
