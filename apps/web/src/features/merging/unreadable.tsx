'use client';
import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { WithoutRight } from '@/session/needs-right.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';

/** What is known of a comparison that is refused, by the code of the API; the rest is a failure to be tried again. */
const refusals = { FORBIDDEN: 'forbidden', NOT_FOUND: 'gone', BAD_USER_INPUT: 'unfit' } as const;

interface UnreadableProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  /** The centre of the patient who is kept, where that is known. */
  readonly centre: string | undefined;
  /** Where to go on, the first first. */
  readonly ways: readonly { readonly label: string; readonly href: string }[];
}

/** Why the entries cannot be compared, who could, and where to go from here. Nothing was changed. */
export function Unreadable({ error, onRetry, centre, ways }: UnreadableProps) {
  const code = errorCode(error);
  const links = ways.map(({ label, href }, i) => (
    <Button key={href} component={Link} href={href} size="xs" variant={i === 0 ? 'light' : 'default'}>
      {label}
    </Button>
  ));
  if (!(code in refusals)) {
    return (
      <ErrorState code={code} onRetry={onRetry}>
        <Group gap="xs">{links}</Group>
      </ErrorState>
    );
  }
  return <Refused why={refusals[code as keyof typeof refusals]} centre={centre} links={links} />;
}

/** The same for a member who may enter nothing at this centre, before anything is asked of the server. */
export function NotYours({ centre }: { centre: string }) {
  return <Refused why="forbidden" centre={centre} links={null} />;
}

interface RefusedProps {
  readonly why: (typeof refusals)[keyof typeof refusals];
  readonly centre: string | undefined;
  readonly links: ReactNode;
}

function Refused({ why, centre, links }: RefusedProps) {
  const t = useTranslations('merging.unreadable');
  return (
    <Panel>
      <div role="alert">
        <EmptyState
          title={t(`${why}.title`)}
          text={
            why === 'forbidden' ? (
              <>
                {t('forbidden.text')}{' '}
                <WithoutRight right="enterRecords" {...(centre === undefined ? {} : { centre })} />
              </>
            ) : (
              t(`${why}.text`)
            )
          }
        >
          {links ? (
            <Group gap="xs" mt="xs" justify="center">
              {links}
            </Group>
          ) : null}
        </EmptyState>
      </div>
    </Panel>
  );
}
