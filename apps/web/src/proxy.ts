import { type NextRequest, NextResponse } from 'next/server';

/** Passes the requested address to the layouts, so that signing in can lead back to it. */
export const pathHeader = 'x-portal-path';

export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ['/((?!_next/|.*\\.).*)'] };
