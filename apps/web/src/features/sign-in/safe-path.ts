/** Where to go after signing in: a path of this portal, whatever the link says, so that nobody is sent elsewhere. */
export function safePath(next: string | string[] | undefined): string {
  if (typeof next !== 'string') return '/';
  const base = 'https://portal.invalid';
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  // Only plain paths: //host, backslashes and what is not printable are ways out in some browsers.
  if (!url || url.origin !== base || !next.startsWith('/') || /^\/\/|[^!-~]|\\/.test(next)) return '/';
  return url.pathname + url.search + url.hash;
}
