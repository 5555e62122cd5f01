/**
 * Settings of every AWS client. The SDK's standard mode retries throttling, server faults and lost
 * connections with jitter; five attempts outlast a busy minute of IAM and end well before a worker does.
 * A call that hangs is cut off rather than waited for: Lambda would end the worker and nobody would know why.
 */
export const clientSettings = {
  maxAttempts: 5,
  retryMode: "standard",
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
};
