import { type AnchorHTMLAttributes } from 'react';

/** In the place of `next/link`: a page that is drawn for a file leads nowhere. */
export default function Link({ href, children }: AnchorHTMLAttributes<HTMLAnchorElement>) {
  return <a href={href}>{children}</a>;
}
