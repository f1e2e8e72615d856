'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconArrowRight, IconCalendarDue } from '@tabler/icons-react';
import Link from 'next/link';
import { useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { dueItemsQuery } from '@/due/query.ts';
import { roundOf, useNextDue } from '@/due/round.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { dueParam, sectionParam } from './sections.ts';

/** For somebody who goes through what is due: how much is left, and the way to the next. */
export function DueBar({ study, patientId }: { study: Study; patientId: string }) {
  const t = useTranslations('due.bar');
  const [place] = useQueryState('due', dueParam);
  const [form] = useQueryState('form', sectionParam);
  const goOn = useNextDue(study.code);
  const { data } = useQuery(dueItemsQuery, {
    variables: { study: study.code, filter: place ? roundOf(study.code) : {}, first: 1, after: null },
    skip: place === '',
    fetchPolicy: 'cache-and-network',
  });
  if (place === '') return null;
  return (
    <Group component="nav" aria-label={t('label')} justify="space-between" gap="xs" mb="xs" data-print="no">
      <Anchor component={Link} href={studyPath(study.code, 'due')} size="sm" inline>
        <IconCalendarDue size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t('back')}
      </Anchor>
      <Group gap="sm">
        {data ? (
          <Text size="sm" c="var(--text-quiet)" role="status">
            {t('left', { n: data.dueItems.total })}
          </Text>
        ) : null}
        <Button
          size="compact-sm"
          variant="light"
          data-next-due
          rightSection={<IconArrowRight size={14} aria-hidden />}
          onClick={() => void goOn(place, { patientId, form })}
        >
          {t('skip')}
        </Button>
      </Group>
    </Group>
  );
}
