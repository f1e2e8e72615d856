'use client';
import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconArrowsExchange } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Row } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { Panel } from '@/ui/panel.tsx';
import { type Choices, type ComparedRecord, proposedChoices } from './choices.ts';
import { DifferingRecords } from './differing-records.tsx';
import { type ComparedPair, type Merge } from './merge.ts';
import { MergeButton } from './merge-button.tsx';
import { MergeIdentities } from './merge-identities.tsx';
import { MovingRecords } from './moving-records.tsx';
import styles from './two-columns.module.css';

interface MergeViewProps {
  readonly merge: Merge;
  readonly study: Study;
  /** Compares the two again. */
  readonly onAgain: () => void;
}

/** The two side by side: what is in the way, what has to be chosen, what moves, and the act itself. */
export function MergeView({ merge, study, onAgain }: MergeViewProps) {
  const t = useTranslations('merging');
  const label = useLabel();
  const { kept, other, obstacles, queries } = merge;
  const pairs = merge.pairs.map((pair): ComparedPair => ({
    ...pair,
    kept: pair.kept as Row,
    other: pair.other as Row,
  }));
  const [choices, setChoices] = useState<Choices>(() => proposedChoices(pairs));
  const [identities, setIdentities] = useState<ComparedRecord | null>(null);
  const choose = (more: Choices) => setChoices((before) => ({ ...before, ...more }));
  const isStopped = obstacles.length > 0;
  return (
    <Stack gap="md">
      <TwoPatients merge={merge} study={study} />
      {isStopped ? (
        <Alert color="red" variant="light" title={t('obstacles', { n: obstacles.length })} role="alert">
          <List size="sm">
            {obstacles.map((obstacle) => (
              <List.Item key={`${obstacle.code} ${obstacle.recordId} ${obstacle.en}`}>
                {t('needed', { what: label(obstacle) })}
              </List.Item>
            ))}
          </List>
        </Alert>
      ) : null}
      <DifferingRecords pairs={pairs} merge={merge} study={study} choices={choices} onChoose={choose} />
      {kept.isIdentified && other.isIdentified && !isStopped ? (
        <MergeIdentities
          kept={kept}
          other={other}
          compared={identities}
          choices={choices}
          onShown={setIdentities}
          onChoose={choose}
        />
      ) : null}
      <MovingRecords pairs={pairs} merge={merge} study={study} />
      <Panel title={t('after.title')}>
        <List size="sm">
          {queries > 0 ? <List.Item>{t('after.queries', { n: queries, code: kept.code })}</List.Item> : null}
          {other.isIdentified && !kept.isIdentified ? (
            <List.Item>{t('after.identity', { other: other.code, kept: kept.code })}</List.Item>
          ) : null}
          <List.Item>{t('after.marks', { kept: kept.code })}</List.Item>
          <List.Item>{t('after.gone', { other: other.code, kept: kept.code })}</List.Item>
          <List.Item>{t('after.notBack')}</List.Item>
        </List>
        {isStopped ? (
          <Text size="sm" mt="sm" c="var(--text-quiet)">
            {t('stopped')}
          </Text>
        ) : (
          <MergeButton
            merge={merge}
            study={study}
            pairs={pairs}
            identities={identities}
            choices={choices}
            onAgain={onAgain}
          />
        )}
      </Panel>
    </Stack>
  );
}

function TwoPatients({ merge: { kept, other }, study }: Pick<MergeViewProps, 'merge' | 'study'>) {
  const t = useTranslations('merging');
  const card = (patient: { id: string; code: string }, stays: boolean) => (
    <div className={styles['patient']} data-stays={stays}>
      <span className={styles['quiet']}>{t(stays ? 'stays' : 'goes')}</span>
      <strong>{patient.code}</strong>
      <Anchor component={Link} size="sm" href={studyPath(study.code, 'patients', patient.id)} target="_blank">
        {t('open')}
      </Anchor>
    </div>
  );
  return (
    <Panel>
      <div className={styles['two']}>
        {card(kept, true)}
        <IconArrowLeft size={22} aria-hidden />
        {card(other, false)}
      </div>
      <Group gap="xs" mt="sm">
        <Button
          component={Link}
          size="xs"
          variant="default"
          leftSection={<IconArrowsExchange size={15} aria-hidden />}
          href={`${studyPath(study.code, 'patients', other.id, 'merge')}?other=${kept.id}`}
        >
          {t('swap', { code: other.code })}
        </Button>
        <Button component={Link} size="xs" variant="subtle" href={studyPath(study.code, 'patients', kept.id, 'merge')}>
          {t('another')}
        </Button>
      </Group>
    </Panel>
  );
}
