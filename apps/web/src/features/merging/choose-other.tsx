'use client';
import { useQuery } from '@apollo/client/react';
import { Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { demographicsForm, treatmentForm } from '@haim/schema';
import { useShownValue } from '@/forms/use-words.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { patientsToMergeQuery } from './query.ts';
import styles from './two-columns.module.css';

interface ChooseOtherProps {
  readonly kept: { readonly id: string; readonly code: string; readonly centre: string };
  readonly study: Study;
}

/** Who was entered as well: a patient of the same centre, by a part of the code. */
export function ChooseOther({ kept, study }: ChooseOtherProps) {
  const t = useTranslations('merging');
  const show = useShownValue({ arm: study.arms });
  const [typed, setTyped] = useState('');
  const [code] = useDebouncedValue(typed.normalize('NFKC').trim(), 150);
  const { data, error, refetch } = useQuery(patientsToMergeQuery, {
    variables: { study: study.code, centre: kept.centre, code },
    skip: code === '',
  });
  const found = code === '' ? [] : (data?.patients.rows ?? []).filter(({ id }) => id !== kept.id);
  return (
    <Panel title={t('choose.title')} note={t('choose.note', { centre: kept.centre })}>
      <TextInput
        label={t('choose.code')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
        maw={420}
        mb="sm"
        data-autofocus
        autoFocus
      />
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      <Text size="sm" role="status" c="var(--text-quiet)" mb="xs">
        {code === '' ? t('choose.type') : data ? t('choose.found', { n: found.length }) : t('choose.searching')}
      </Text>
      <ul className={styles['list']}>
        {found.map(({ id, code: other, arm, ageYears, sex }) => (
          <li key={id}>
            <Link
              className={styles['found']}
              href={`${studyPath(study.code, 'patients', kept.id, 'merge')}?other=${id}`}
              prefetch={false}
            >
              <strong>{other}</strong>
              <span className={styles['quiet']}>
                {[
                  show(treatmentForm.fields.arm, arm),
                  show(demographicsForm.fields.sex, sex),
                  ageYears === null || ageYears === undefined ? null : t('choose.age', { years: ageYears }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
