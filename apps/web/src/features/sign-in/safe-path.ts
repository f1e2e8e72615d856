/** Where to go after signing in: always a path of this portal, whatever the link says, to prevent open redirects. */
export function safePath(next: string | string[] | undefined): string {
  if (typeof next !== 'string') return '/';
  const base = 'https://portal.invalid';
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  // Only plain paths: //host, backslashes and unprintable characters lead elsewhere in some browsers.
  if (!url || url.origin !== base || !next.startsWith('/') || /^\/\/|[^!-~]|\\/.test(next)) return '/';
  return url.pathname + url.search + url.hash;
}
