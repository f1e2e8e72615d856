import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { cookies } from 'next/headers';

/** The API as the web process reaches it: on the loopback, not through the front door's public address. */
function apiOrigin(): string {
  const origin = process.env['PORTAL_API_ORIGIN'];
  if (!origin) throw new Error('PORTAL_API_ORIGIN is not set: start the pages with `npm start`.');
  return origin;
}

/** An answer that is an error, with the API's code for it. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string | null,
  ) {
    super(message);
  }
}

/** Queries the API as the person whose cookie came with the request; used for what every page needs. */
export async function askApi<Answer, Variables>(
  document: TypedDocumentNode<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const response = await fetch(`${apiOrigin()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: (await cookies()).toString() },
    body: JSON.stringify({ query: print(document), variables }),
    cache: 'no-store',
  });
  const answer = (await response.json()) as {
    data?: Answer;
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  const [error] = answer.errors ?? [];
  if (error || !answer.data) {
    throw new ApiError(error?.message ?? `HTTP ${response.status}`, error?.extensions?.code ?? null);
  }
  return answer.data;
}

/** True if the request's cookie belongs to a valid session. */
export async function isSignedIn(): Promise<boolean> {
  const cookie = (await cookies()).toString();
  if (!cookie) return false;
  const response = await fetch(`${apiOrigin()}/api/auth/get-session`, { headers: { cookie }, cache: 'no-store' });
  if (!response.ok) throw new Error(`The session could not be checked: HTTP ${response.status}`);
  const session = (await response.json()) as { user?: unknown } | null;
  return Boolean(session?.user);
}
