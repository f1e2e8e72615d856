'use client';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { encodingNames, forms, type ImportCorrection } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useStudy } from '@/session/session.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { ChangesTable } from './changes-table.tsx';
import { type FormCount, type ImportReport, rowsToWrite } from '@/sending/imports/import-report.ts';
import { ProblemsTable } from '@/sending/imports/problems-table.tsx';
import styles from './report-panel.module.css';
import { SampleText } from './sample-text.tsx';

/** Once a file is checked. */
const CellsView = onOpening(async () => (await import('./cells/cells-view.tsx')).CellsView, <LoadingTable rows={5} />);

interface ReportPanelProps {
  readonly report: ImportReport;
  readonly fileName: string | null;
  /** Only for a clean dry run whose files are still the ones chosen. */
  readonly onImport: (() => void) | null;
  /** With which it was checked. */
  readonly corrections?: readonly ImportCorrection[];
  readonly onCorrect?: (corrections: readonly ImportCorrection[]) => void;
}

/** What the file would do, or did: counts first, then every cell that prevents the import. */
export function ReportPanel({ report, fileName, onImport, corrections = [], onCorrect }: ReportPanelProps) {
  const t = useTranslations('imports.report');
  const study = useStudy();
  const { check, problems, problemsTotal, warnings, warningsTotal, changes, changesTotal } = report;
  return (
    <Panel
      title={t(report.committed ? 'importedTitle' : 'checkedTitle')}
      note={<About report={report} fileName={fileName} />}
    >
      <Stack gap="md">
        <Verdict report={report} onImport={onImport} />
        <RowCounts report={report} />
        <ReadOtherwise report={report} />
        <FormCounts forms={report.forms} />
        {check !== null && onCorrect ? (
          <CellsView
            key={`${check} ${report.seconds}`}
            {...{ study: study.code, check, report, corrections, onCorrect }}
          />
        ) : (
          <>
            {changesTotal > 0 ? <ChangesTable changes={changes} total={changesTotal} /> : null}
            {problemsTotal > 0 ? (
              <ProblemsTable caption={t('problems', { n: problemsTotal })} problems={problems} total={problemsTotal} />
            ) : null}
          </>
        )}
        {warningsTotal > 0 ? (
          <ProblemsTable caption={t('warnings', { n: warningsTotal })} problems={warnings} total={warningsTotal} />
        ) : null}
      </Stack>
    </Panel>
  );
}

function About({ report, fileName }: { report: ImportReport; fileName: string | null }) {
  const t = useTranslations('imports.report');
  const format = useFormatter();
  const facts = {
    encoding: report.format === 'csv' ? encodingNames[report.encoding] : t(`formats.${report.format}`),
    tables: report.tables.length,
    seconds: format.number(report.seconds, { maximumSignificantDigits: 2 }),
  };
  return fileName ? t('aboutFile', { ...facts, file: fileName }) : t('about', facts);
}

function Verdict({ report, onImport }: Pick<ReportPanelProps, 'report' | 'onImport'>) {
  const t = useTranslations('imports.report');
  const writes = rowsToWrite(report);
  if (report.committed) {
    return (
      <Alert
        color="green"
        variant="light"
        icon={<IconCircleCheck aria-hidden />}
        role="status"
        title={t('imported', { n: writes })}
      >
        {t('importedText')}
      </Alert>
    );
  }
  if (report.problemsTotal > 0) {
    return (
      <Alert
        color="red"
        variant="light"
        icon={<IconCircleX aria-hidden />}
        role="alert"
        title={t('refused', { n: report.problemsTotal })}
      >
        {t('nothingWritten')} {t('allOrNothing')}
      </Alert>
    );
  }
  if (writes === 0) {
    return (
      <Alert color="gray" variant="light" icon={<IconInfoCircle aria-hidden />} role="status" title={t('nothingNew')}>
        {t('nothingWritten')}
      </Alert>
    );
  }
  return (
    <Alert color="teal" variant="light" icon={<IconCircleCheck aria-hidden />} role="status" title={t('clean')}>
      <Group gap="md">
        <Text size="sm">{t('nothingWritten')}</Text>
        {onImport ? <Button onClick={onImport}>{t('import', { n: writes })}</Button> : null}
      </Group>
    </Alert>
  );
}

/** What was read differently from how it is written in the file. */
function ReadOtherwise({ report: { encoding, sample, leftAsStored, notAvailable } }: { report: ImportReport }) {
  const t = useTranslations('imports.report');
  return (
    <>
      {sample.length > 0 ? (
        <Text size="sm">
          {t('readAs', { encoding: encodingNames[encoding] })} <SampleText cells={sample} />
        </Text>
      ) : null}
      {leftAsStored > 0 ? <Text size="sm">{t('leftAsStored', { n: leftAsStored })}</Text> : null}
      {notAvailable > 0 ? <Text size="sm">{t('notAvailable', { n: notAvailable })}</Text> : null}
    </>
  );
}

function RowCounts({ report: { rows } }: { report: ImportReport }) {
  const t = useTranslations('imports.report');
  return (
    <dl className={styles['counts']}>
      {(['read', 'new', 'changed', 'same', 'refused'] as const).map((fate) => (
        <div key={fate} data-fate={rows[fate] > 0 ? fate : undefined}>
          <dt>{t(`rows.${fate}`)}</dt>
          <dd>{rows[fate]}</dd>
        </div>
      ))}
    </dl>
  );
}

function FormCounts({ forms: counts }: { forms: readonly FormCount[] }) {
  const t = useTranslations('imports.report');
  const label = useLabel();
  if (counts.length === 0) return null;
  const fate = (id: 'new' | 'changed' | 'same') => ({
    id,
    header: t(`rows.${id}`),
    cell: (count: FormCount) => count[id],
    align: 'right' as const,
  });
  return (
    <DataTable
      columns={[
        {
          id: 'form',
          header: t('form'),
          cell: ({ form }) => {
            const known = forms.find(({ name }) => name === form);
            return known ? label(known.label) : form;
          },
          rowHeader: true,
        },
        fate('new'),
        fate('changed'),
        fate('same'),
      ]}
      rows={counts}
      rowKey={({ form }) => form}
      caption={t('byForm')}
    />
  );
}
