import type { ScheduleSpec } from "../../cloud/deployment.ts";
import type { CloudClock } from "../../cloud/service.ts";

/** A schedule as it was deployed. */
export interface DeployedSchedule {
  readonly spec: ScheduleSpec;
  readonly createdAt: Date;
}

/** The schedules of all accounts and Regions. They are kept and shown; nothing here starts by itself. */
export class Schedules {
  readonly #clock: CloudClock;
  readonly #schedules = new Map<string, DeployedSchedule>();

  constructor(clock: CloudClock) {
    this.#clock = clock;
  }

  createSchedule(spec: ScheduleSpec, accountId: string, region: string): void {
    this.#schedules.set(keyOf(spec.name, accountId, region), { spec, createdAt: this.#clock.now() });
  }

  schedule(name: string, accountId: string, region: string): DeployedSchedule | undefined {
    return this.#schedules.get(keyOf(name, accountId, region));
  }
}

function keyOf(name: string, accountId: string, region: string): string {
  return `${accountId} ${region} ${name}`;
}
