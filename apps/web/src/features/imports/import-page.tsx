'use client';
import { Anchor, Button, Stack } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Study, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ChooseFiles } from './choose-files.tsx';
import { EncodingQuestion } from './encoding-question.tsx';
import { FailurePanel } from '@/sending/imports/failure-panel.tsx';
import styles from './import-page.module.css';
import { RecentImports } from './recent/recent-imports.tsx';
import { ReportPanel } from './report-panel.tsx';
import { SendingPanel } from './sending-panel.tsx';
import { TemplatesPanel } from './templates-panel.tsx';
import { type Chosen, type ImportState, useImport } from './use-import.ts';

/** Most files are the portal's own, and need no mapping. */
const MappingPanel = onOpening(async () => (await import('./mapping/mapping-panel.tsx')).MappingPanel);

/** A file is checked first; only a file without faults can be imported, whole or not at all. */
export function ImportPage() {
  const study = useStudy();
  const t = useTranslations('imports');
  const base = studyPath(study.code);
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {study.writableCentres.length > 0 ? (
        <ImportView study={study} />
      ) : (
        <EmptyState
          title={t(study.closedAt ? 'studyClosed.title' : 'noPermission.title')}
          text={t(study.closedAt ? 'studyClosed.text' : 'noPermission.text')}
        >
          <Button component={Link} href={`${base}/cohort`} variant="default">
            {t('noPermission.cohort')}
          </Button>
        </EmptyState>
      )}
    </>
  );
}

function ImportView({ study }: { study: Study }) {
  const t = useTranslations('imports');
  const { state, looked, check, checkMapped, remap, correct, commit, clear } = useImport(study.code);
  const [encoding, setEncoding] = useState<Chosen['encoding']>(null);
  const answer = (chosen: Chosen) => {
    setEncoding(chosen.encoding);
    check(chosen);
  };
  return (
    <div className={styles['columns']}>
      <Stack gap="md">
        <Panel title={t('choose.title')}>
          <ChooseFiles
            encoding={encoding}
            onEncoding={setEncoding}
            isBusy={state.phase === 'sending'}
            onChange={clear}
            onCheck={check}
          />
        </Panel>
        {looked ? (
          <MappingPanel
            key={looked.chosen.file.name}
            look={looked.look}
            fileName={looked.chosen.file.name}
            isBusy={state.phase === 'sending'}
            onChange={remap}
            onCheck={checkMapped}
          />
        ) : null}
        {state.phase === 'sending' ? <SendingPanel dryRun={state.dryRun} share={state.share} onCancel={clear} /> : null}
        {state.phase === 'failed' ? <Failed state={state} onEncoding={answer} /> : null}
        {state.phase === 'checked' ? (
          <ReportPanel
            report={state.report}
            fileName={state.chosen.file.name}
            onImport={commit}
            corrections={state.corrections}
            onCorrect={correct}
          />
        ) : null}
        {state.phase === 'imported' ? (
          <>
            <ReportPanel report={state.report} fileName={null} onImport={null} />
            <Anchor component={Link} href={studyPath(study.code, 'entry')} size="sm">
              {t('toEntry')}
            </Anchor>
          </>
        ) : null}
        {/* Read anew once something was imported. */}
        <RecentImports key={state.phase === 'imported' ? 'imported' : 'before'} study={study.code} />
      </Stack>
      <Stack gap="md">
        <TemplatesPanel />
        <Panel title={t('rules.title')}>
          <ul className={styles['rules']}>
            {(['headings', 'encodings', 'values', 'booleans', 'codes', 'whole', 'again', 'centres'] as const).map(
              (rule) => (
                <li key={rule}>{t(`rules.${rule}`, { centres: study.writableCentres.join(', ') })}</li>
              ),
            )}
          </ul>
        </Panel>
      </Stack>
    </div>
  );
}

interface FailedProps {
  readonly state: Extract<ImportState, { phase: 'failed' }>;
  readonly onEncoding: (chosen: Chosen) => void;
}

/** What is wrong, or what the file leaves undecided. */
function Failed({ state: { failure, dryRun, chosen }, onEncoding }: FailedProps) {
  if (failure.readings.length === 0) return <FailurePanel failure={failure} dryRun={dryRun} />;
  return <EncodingQuestion readings={failure.readings} onAnswer={(encoding) => onEncoding({ ...chosen, encoding })} />;
}
