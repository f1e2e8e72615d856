'use client';
import { Select } from '@mantine/core';
import { showCohort } from '@haim/schema';
import { useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { type Side, wholeStudy } from './side.ts';
import { useSideName } from './use-side-name.ts';

interface SideSelectProps {
  readonly letter: 'A' | 'B';
  readonly side: Side;
  readonly onChange: (text: string) => void;
}

/** Chooses one of the two: a saved cohort, an arm, the whole study, or the selection that the address brings along. */
export function SideSelect({ letter, side, onChange }: SideSelectProps) {
  const t = useTranslations('compare');
  const study = useStudy();
  const labels = useLabels();
  const nameOf = useSideName();
  const [selection] = useQueryState('f');
  const groups = [
    {
      group: t('offers.saved'),
      items: study.savedCohorts.map(({ number, name }) => ({ value: String(number), label: name })),
    },
    {
      group: t('offers.arms'),
      items: study.arms.map(({ code }) => ({
        value: showCohort({ variable: 'arm', in: [code] }),
        label: labels.value('arm', code),
      })),
    },
    {
      group: t('offers.others'),
      items: [
        { value: wholeStudy, label: t('wholeStudy') },
        ...(selection ? [{ value: selection, label: t('selection') }] : []),
      ],
    },
  ].filter(({ items }) => items.length > 0);
  const isOffered = groups.some(({ items }) => items.some(({ value }) => value === side.text));
  const own = isOffered ? [] : [{ group: t('offers.address'), items: [{ value: side.text, label: nameOf(side) }] }];
  return (
    <Select
      label={t('side', { letter })}
      value={side.text}
      onChange={(value) => (value === null ? undefined : onChange(value))}
      data={[...groups, ...own]}
      allowDeselect={false}
      searchable
      nothingFoundMessage={t('nothingFound')}
    />
  );
}
