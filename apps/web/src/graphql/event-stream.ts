import { type Client, createClient } from 'graphql-sse';

/** Progress by server-sent events: plain HTTP, so it passes through a hospital's proxies. */
export function openEventStream(): Client {
  return createClient({ url: '/graphql/stream', credentials: 'same-origin' });
}
