import Link from 'next/link';
import { type ReactNode } from 'react';
import { useFormatter } from 'use-intl';
import styles from './home.module.css';

interface CountedLinkProps {
  readonly n: number;
  readonly href: string;
  readonly isUrgent?: boolean;
  readonly children: ReactNode;
}

/** One number of what waits, and the way to it; a zero says that nothing does. */
export function CountedLink({ n, href, isUrgent = false, children }: CountedLinkProps) {
  const { number } = useFormatter();
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        className={styles['counted']}
        data-none={n === 0 || undefined}
        data-urgent={(isUrgent && n > 0) || undefined}
      >
        <span className={styles['count']}>{number(n)}</span>
        <span className={styles['about']}>{children}</span>
      </Link>
    </li>
  );
}
