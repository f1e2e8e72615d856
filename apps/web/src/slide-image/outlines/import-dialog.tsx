'use client';
import { Alert, Button, Checkbox, FileInput, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { type Outlines } from './use-outlines.ts';
import { type RoiImportReport, type RoiRefusal, sendRois } from './send-rois.ts';
import { useFault } from './use-fault.ts';
import styles from './rois.module.css';

/** A file of another program: first what it would add and what is wrong with it, then, on confirmation, all at once. */
export function ImportDialog({ outlines, onClose }: { outlines: Outlines; onClose: () => void }) {
  const t = useTranslations('rois');
  const format = useFormatter();
  const faultText = useFault();
  const say = useSay();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<RoiImportReport | null>(null);
  const [refusal, setRefusal] = useState<RoiRefusal['refusal'] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [leaveOut, setLeaveOut] = useState(false);
  const faults = report?.faults ?? [];

  const send = async (chosen: File | null, dryRun: boolean): Promise<void> => {
    setFile(chosen);
    setRefusal(null);
    if (dryRun) setReport(null);
    if (chosen === null) return;
    setBusy(true);
    const answer = await sendRois(outlines.slideId, chosen, { dryRun, leaveOutFaulty: leaveOut });
    if ('refusal' in answer) setRefusal(answer.refusal);
    else if (dryRun) setReport(answer);
    else {
      await outlines.refresh().catch(() => undefined);
      onClose();
    }
    setBusy(false);
  };

  return (
    <Modal opened lockScroll={false} onClose={onClose} title={t('import.title')} size="lg">
      <Stack gap="sm">
        <Text size="sm" c="var(--text-quiet)">
          {t('import.formats')}
        </Text>
        <FileInput
          label={t('import.file')}
          placeholder={t('import.choose')}
          accept=".xml,.geojson,.json,.ome,.dcm,application/dicom,application/xml,text/xml,application/json,application/geo+json"
          value={file}
          onChange={(chosen) => void send(chosen, true)}
          clearable
          size="xs"
        />
        {refusal !== null && (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />} role="alert">
            <Text size="sm">{faultText(refusal.code)}</Text>
            {refusal.said !== null && (
              <Text size="xs" mt={4}>
                {say(refusal.said)}
              </Text>
            )}
          </Alert>
        )}
        {report !== null && (
          <>
            <Text size="sm" fw={600} aria-live="polite">
              {t('import.found', { n: report.shapes.length, format: t(`sources.${report.format}`) })}
            </Text>
            <ul className={styles['preview']}>
              {report.shapes.map(({ name, label, points, holes, areaMm2, statements }, i) => (
                <li key={i}>
                  <Text size="sm" span fw={500}>
                    {name}
                  </Text>{' '}
                  <Text size="xs" span c="var(--text-quiet)">
                    {[
                      label,
                      areaMm2 === null
                        ? t('areaUnknown')
                        : t('area', { area: format.number(areaMm2, { maximumSignificantDigits: 3 }) }),
                      t('import.points', { n: points }),
                      holes > 0 && t('import.holes', { n: holes }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                  {statements.map((one) => (
                    <Text key={say(one)} size="xs" c="var(--mantine-color-orange-text)">
                      {say(one)}
                    </Text>
                  ))}
                </li>
              ))}
            </ul>
          </>
        )}
        {faults.length > 0 && (
          <Alert
            color="yellow"
            title={t('import.faulty', { n: faults.length })}
            icon={<IconAlertTriangle aria-hidden />}
          >
            <ul className={styles['preview']}>
              {faults.map(({ code, where, said }, i) => (
                <li key={i}>
                  <Text size="sm">
                    <strong>{where}</strong>: {faultText(code)}
                  </Text>
                  <Text size="xs" c="var(--text-quiet)">
                    {say(said)}
                  </Text>
                </li>
              ))}
            </ul>
            {report !== null && report.shapes.length > 0 && (
              <Checkbox
                mt="xs"
                size="xs"
                label={t('import.leaveOut')}
                checked={leaveOut}
                onChange={(event) => setLeaveOut(event.target.checked)}
              />
            )}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            size="xs"
            loading={isBusy}
            disabled={report === null || report.shapes.length === 0 || (faults.length > 0 && !leaveOut)}
            onClick={() => void send(file, false)}
          >
            {t('import.add', { n: report?.shapes.length ?? 0 })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
