'use client';
import { Anchor, Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type DataQuery } from '@/queries/query.ts';
import { QueryDrawer, QueryHead } from '@/queries/query-drawer.tsx';
import { QueryStateBadge } from '@/queries/query-state.tsx';
import { QueryThread } from '@/queries/query-thread.tsx';
import { useSubjectName } from '@/queries/use-subject-name.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';

interface OneByOneProps {
  readonly queries: readonly DataQuery[];
  readonly openId: string;
  readonly study: Study;
  readonly onOpen: (id: string | null) => void;
}

/** One query of the list in a drawer; what is said to it leads to the next one. */
export function OneByOne({ queries: present, openId, study, onOpen }: OneByOneProps) {
  const t = useTranslations('queries');
  const name = useSubjectName(study);
  // As they were when the drawer opened: a query that was just answered leaves the list, not this round.
  const [round] = useState(present);
  const place = round.findIndex(({ id }) => id === openId);
  const query = present.find(({ id }) => id === openId) ?? round[place];
  if (!query) return null;
  const next = round[place + 1];
  const previous = round[place - 1];
  return (
    <QueryDrawer
      title={t('of', { code: query.patientCode, n: place + 1, all: round.length })}
      onClose={() => onOpen(null)}
    >
      <QueryHead name={name(query.form, query.field)} badge={<QueryStateBadge state={query.state} />} />
      <Anchor
        component={Link}
        href={`${studyPath(study.code, 'patients', query.patientId)}?form=${query.form}`}
        size="sm"
      >
        {t('toRecord')}
      </Anchor>
      <QueryThread key={query.id} query={query} hasFocus onMoved={() => onOpen(next?.id ?? null)} />
      <Group justify="space-between" mt="md">
        <Button size="xs" variant="default" disabled={!previous} onClick={() => onOpen(previous?.id ?? null)}>
          {t('previous')}
        </Button>
        <Button size="xs" variant="default" disabled={!next} onClick={() => onOpen(next?.id ?? null)}>
          {t('next')}
        </Button>
      </Group>
    </QueryDrawer>
  );
}
