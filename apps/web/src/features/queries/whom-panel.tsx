'use client';
import { Anchor, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { Panel } from '@/ui/panel.tsx';
import { codesOf } from './codes-of.ts';
import { type useWhom, type WhomFrom } from './use-whom.ts';

interface WhomPanelProps extends Pick<ReturnType<typeof useWhom>, 'address' | 'setFrom'> {
  readonly codes: string;
  readonly onCodes: (codes: string) => void;
}

/** Chooses the patients: by the filters of the cohort page, those of *Data entry*, or their codes. */
export function WhomPanel({ address, setFrom, codes, onCodes }: WhomPanelProps) {
  const t = useTranslations('queries.askMany');
  const study = useStudy();
  const { list } = useFormatter();
  const { from, q, centres, due } = address;
  const ways: readonly WhomFrom[] = ['selection', 'list', 'codes'];
  return (
    <Panel title={t('whom')}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('whom')}
          value={from}
          w="fit-content"
          maw="100%"
          data={ways
            // A list comes from its page.
            .filter((one) => one !== 'list' || from === 'list' || centres.length > 0)
            .map((one) => ({ value: one, label: t(`from.${one}`) }))}
          onChange={(next) => setFrom(ways.find((one) => one === next) ?? 'selection')}
        />
        {from === 'selection' ? <CohortBar /> : null}
        {from === 'list' ? (
          <Text size="sm">
            {t('list.centres', { centres: list(centres) })}
            {q ? ` ${t('list.code', { q })}` : null} {due ? t(`list.${due}`) : null}{' '}
            <Anchor component={Link} href={studyPath(study.code, 'entry')} inherit>
              {t('list.change')}
            </Anchor>
          </Text>
        ) : null}
        {from === 'codes' ? (
          <Textarea
            label={t('codesLabel')}
            description={t('codesHint', { n: codesOf(codes).length })}
            value={codes}
            autosize
            minRows={3}
            maxRows={10}
            spellCheck={false}
            onChange={({ currentTarget }) => onCodes(currentTarget.value)}
          />
        ) : null}
      </Stack>
    </Panel>
  );
}
