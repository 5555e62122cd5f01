import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { type BusEvent, putEvents } from "../../../functions/aws/event-bus.ts";

const events = (count: number): BusEvent[] =>
  Array.from({ length: count }, (_, number) => ({
    type: "Notice Sent",
    at: new Date(0),
    detail: { number },
  }));
const never = new AbortController().signal;

/** An event bus with these answers. It records how many calls were in progress at most. */
function bus(answer: (call: number) => Promise<{ FailedEntryCount?: number }>) {
  const state = { calls: 0, entries: 0, atOnce: 0, most: 0 };
  const client: Parameters<typeof putEvents>[0] = {
    async send({ input }) {
      state.calls += 1;
      state.entries += input.Entries?.length ?? 0;
      state.atOnce += 1;
      state.most = Math.max(state.most, state.atOnce);
      try {
        return await answer(state.calls);
      } finally {
        state.atOnce -= 1;
      }
    },
  };
  return { client, state };
}

it("puts ten events in a call and ten calls at a time", async () => {
  const { client, state } = bus(async () => {
    await wait(1);
    return { FailedEntryCount: 0 };
  });
  expect(await putEvents(client, events(1_005), never)).toEqual({ refused: 0, unsent: 0 });
  expect(state).toMatchObject({ calls: 101, entries: 1_005, most: 10 });
});

it("counts the events that the bus refuses, and continues after a call that fails", async () => {
  const { client, state } = bus(async (call) => {
    if (call === 2) throw new Error("ThrottlingException");
    return { FailedEntryCount: call === 1 ? 3 : 0 };
  });
  expect(await putEvents(client, events(40), never)).toEqual({ refused: 3, unsent: 10 });
  expect(state.calls).toBe(4);
});

it("stops before the deadline and counts the events that it did not send", async () => {
  const stop = new AbortController();
  const { client, state } = bus(async (call) => {
    if (call === 10) stop.abort();
    return {};
  });
  const { unsent } = await putEvents(client, events(1_000), stop.signal);
  expect(state.calls).toBeLessThan(25);
  expect(unsent).toBe(1_000 - 10 * state.calls);
});

it("makes no call without events", async () => {
  const { client, state } = bus(async () => ({}));
  expect(await putEvents(client, [], never)).toEqual({ refused: 0, unsent: 0 });
  expect(state.calls).toBe(0);
});
