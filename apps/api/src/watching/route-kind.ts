import { type IncomingMessage } from 'node:http';

/** Kinds of routes: few, so that each can be counted and timed by itself. The first that fits. */
const kinds = [
  ['graphql', /^\/graphql$/],
  ['events', /^\/graphql\/stream/],
  ['health', /^\/(?:api\/)?health/],
  ['metrics', /^\/metrics$/],
  ['signIn', /^\/api\/(?:auth|invitations|password-resets|signatures)(?:\/|$)/],
  ['uploads', /^\/api\/(?:uploads|model-uploads)(?:\/|$)/],
  ['imports', /^\/api\/imports(?:\/|$)|^\/slides\/[^/]+\/rois$/],
  ['files', /^\/api\//],
  ['tiles', /^\/slides\/[^/]+\/dzi/],
  ['slides', /^\/slides\//],
  ['scripts', /^\/_next\//],
] as const;

export type RouteKind = (typeof kinds)[number][0] | 'pages';

export const routeKinds: readonly RouteKind[] = [...kinds.map(([kind]) => kind), 'pages'];

/** What a request asks for, without a name of anything. */
export function routeKind({ url = '' }: Pick<IncomingMessage, 'url'>): RouteKind {
  const path = url.split('?', 1)[0] ?? '';
  return kinds.find(([, pattern]) => pattern.test(path))?.[0] ?? 'pages';
}

/** Those that last as long as somebody sends, or listens. */
export const lasting: ReadonlySet<RouteKind> = new Set(['events', 'uploads', 'imports', 'files']);
