'use client';
import { Text } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { missing } from '@/numbers/show.ts';
import { KeyValue } from '@/ui/key-value.tsx';
import { type Run } from '@/runs/run.ts';
import styles from './run.module.css';
import { useInstant } from '@/i18n/use-instant.ts';
import { useReason } from '@/slide-image/viewer/use-reason.ts';
import { Details } from '@/ui/details.tsx';

/** Which registered version it was, with a note if it is not the active one. */
export function RunVersion({ run }: { run: Run }) {
  const t = useTranslations('slides');
  const version = run.modelVersion;
  if (!version) return t('version.none');
  const { line, version: number, status } = version;
  return t(`version.${status}`, { line, number });
}

/** How the score was made: what matters most in two lines, everything else one click away. */
export function RunFacts({ run, modelName }: { run: Run; modelName: string }) {
  const t = useTranslations('slides');
  const format = useFormatter();
  const instant = useInstant();
  const seconds = (value: number | null): string =>
    value === null ? missing : `${format.number(value, { maximumFractionDigits: 1 })} s`;
  const count = (value: number | null): string => (value === null ? missing : format.number(value));
  const dropped = run.patchesDropped.reduce((sum, one) => sum + one.count, 0);
  const bag = run.bagReused === null ? missing : t(run.bagReused ? 'facts.bagReused' : 'facts.bagNew');
  return (
    <div>
      <Text size="sm">
        {t('facts.patches', { found: count(run.patchesFound), kept: count(run.patchesKept), dropped: count(dropped) })}
      </Text>
      <Dropped run={run} />
      <Text size="sm">
        {t('facts.roi')}: <RegionOfRun run={run} />
      </Text>
      <Text size="sm">
        {t('facts.ranIn', {
          ran: [run.providerRan ?? missing, run.modelVersion?.precision].filter(Boolean).join(', '),
          asked: run.providerAsked,
          seconds: seconds(run.secondsTotal),
        })}
      </Text>
      <Details summary={t('facts.details')}>
        <KeyValue
          items={[
            {
              key: 'seconds',
              label: t('facts.seconds'),
              value: t('facts.secondsValue', {
                total: seconds(run.secondsTotal),
                session: seconds(run.secondsSession),
              }),
            },
            { key: 'bag', label: t('facts.bag'), value: bag },
            { key: 'model', label: t('facts.model'), value: modelName },
            { key: 'version', label: t('facts.version'), value: <RunVersion run={run} /> },
            { key: 'sha', label: t('facts.modelSha'), value: <code>{run.modelSha256 ?? missing}</code> },
            { key: 'attempts', label: t('facts.attempts'), value: run.attempts },
            {
              key: 'finished',
              label: t('facts.finished'),
              value: run.finishedAt === null ? missing : instant(run.finishedAt, 'medium'),
            },
            { key: 'by', label: t('facts.by'), value: run.requestedBy },
          ]}
        />
      </Details>
    </div>
  );
}

/** What a run was confined to: the whole tissue, or outlines in the versions that it used. */
export function RegionOfRun({ run }: { run: Pick<Run, 'rois'> }) {
  const t = useTranslations('rois');
  if (run.rois.length === 0) return t('run.whole');
  return run.rois.map(({ name, version }) => t('run.versioned', { name, version })).join(', ');
}

/** How many patches were dropped for which reason; nothing if none were. */
export function Dropped({ run }: { run: Run }) {
  const format = useFormatter();
  const reasonText = useReason();
  if (run.patchesDropped.length === 0) return null;
  return (
    <ul className={styles['dropped']}>
      {run.patchesDropped.map(({ reason, count }) => (
        <li key={reason}>
          {reasonText(reason)} <strong>{format.number(count)}</strong>
        </li>
      ))}
    </ul>
  );
}
