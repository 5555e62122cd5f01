import { Construct } from "constructs";
import { AlarmTopic } from "./alarm-topic.ts";
import { CurfewAlarms } from "./alarms.ts";
import { ChatTopic } from "./chat-topic.ts";
import { CurfewDashboard } from "./dashboard.ts";
import { ErrorLines } from "./error-lines.ts";
import { type WatchesProps, watches } from "./watches.ts";

/** Shows people that Curfew fails, or that it waits for them: alarms, their topic, a dashboard. */
export class Operations extends Construct {
  readonly alarms: CurfewAlarms;
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, props: WatchesProps) {
    super(scope, id);
    const { settings, dailyRun, functions } = props;
    this.topic = new AlarmTopic(this, "AlarmTopic", { settings });
    this.alarms = new CurfewAlarms(this, "Alarms", {
      watches: watches(props),
      runbookUrl: settings.operations.runbookUrl,
      topic: this.topic.topic,
    });
    const errorLines = new ErrorLines(this, "ErrorLines", functions.all);
    new CurfewDashboard(this, "Dashboard", { settings, dailyRun, errorLines, alarms: this.alarms.all });
    if (settings.operations.chatTopic)
      new ChatTopic(this, "Chat", { hub: settings.hub, key: this.topic.key });
  }
}
