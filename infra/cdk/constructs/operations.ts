import { Construct } from "constructs";
import type { Settings } from "../settings.ts";
import { AlarmTopic } from "./alarm-topic.ts";
import { CurfewAlarms } from "./alarms.ts";
import type { CurfewFunctions } from "./curfew-functions.ts";
import type { DailyRun } from "./daily-run.ts";
import { CurfewDashboard } from "./dashboard.ts";
import { watches } from "./watches.ts";

/** What operations is made from. */
export interface OperationsProps {
  readonly settings: Settings;
  readonly functions: CurfewFunctions;
  readonly dailyRun: DailyRun;
}

/** What tells people that Curfew does not do its work: alarms, the topic that carries them, a dashboard. */
export class Operations extends Construct {
  readonly alarms: CurfewAlarms;
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, { settings, functions, dailyRun }: OperationsProps) {
    super(scope, id);
    this.topic = new AlarmTopic(this, "AlarmTopic", { settings });
    this.alarms = new CurfewAlarms(this, "Alarms", {
      watches: watches({ settings, functions, dailyRun }),
      runbookUrl: settings.operations.runbookUrl,
      topic: this.topic.topic,
    });
    new CurfewDashboard(this, "Dashboard", { settings, dailyRun, alarms: this.alarms.all });
  }
}
