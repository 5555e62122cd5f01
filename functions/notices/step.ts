import type { UserCommands } from "./cli-commands.ts";

/** An AWS CLI command of a step. */
export interface StepCommand {
  /** What to do with it, if the step's text does not say so. Otherwise empty. */
  readonly say: string;
  readonly command: string;
}

/** One thing to do, in words and as AWS CLI commands. There are none if a user name cannot be used in a command. */
export interface Step {
  readonly text: string;
  readonly commands: readonly StepCommand[];
}

/** Something to do, under its own heading. */
export interface Task {
  readonly title: string;
  /** Before the numbered steps. */
  readonly intro: readonly Step[];
  readonly steps: readonly Step[];
}

/** A step whose text says what its command is for. */
export function stepOf(text: string, command: string | null = null): Step {
  return { text, commands: commandOf("", command) };
}

/** A step with one more command after those that it has. */
export function withCommand(step: Step, say: string, command: string | null): Step {
  return { ...step, commands: [...step.commands, ...commandOf(say, command)] };
}

/**
 * Mails show only the last four characters of a key ID, and commands need all of it: the first command with a
 * placeholder is preceded by the one that lists the IDs.
 */
export function explainIds(tasks: readonly Task[], { listKeys }: UserCommands): Task[] {
  if (listKeys === null) return [...tasks];
  let isExplained = false;
  const explain = (step: Step): Step => {
    const first = step.commands.findIndex(({ command }) => placeholder.test(command));
    if (isExplained || first === -1) return step;
    isExplained = true;
    return { ...step, commands: step.commands.flatMap((one, index) => (index === first ? led(one) : [one])) };
  };
  const led = ({ say, command }: StepCommand): StepCommand[] => {
    const name = placeholder.exec(command)?.[0] ?? "";
    return [
      { say: `${say} First list the full key IDs:`.trim(), command: listKeys },
      { say: `Then put the full key ID in place of ${name}:`, command },
    ];
  };
  return tasks.map(({ title, intro, steps }) => ({
    title,
    intro: intro.map(explain),
    steps: steps.map(explain),
  }));
}

/** As `idPlaceholder` writes it. */
const placeholder = /ID_ENDING_IN_\w+/;

function commandOf(say: string, command: string | null): StepCommand[] {
  return command === null ? [] : [{ say, command }];
}
