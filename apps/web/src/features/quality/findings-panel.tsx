'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Button, Group, Select, SimpleGrid } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { csvOf, findingStateLabels } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useSubjectName } from '@/queries/use-subject-name.ts';
import { type Study } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { useSaveFile } from '@/ui/save-file.tsx';
import { FindingsTable } from './findings-table.tsx';
import { type Finding, qualityFindingsQuery, type QualityRule } from './query.ts';
import { stateChoices, statesOf, useQualityFilter } from './use-quality-filter.ts';

const perPage = 50;
const perRequest = 1000;

interface FindingsPanelProps {
  readonly rule: QualityRule;
  readonly study: Study;
  readonly foundAt: string | null;
}

/** What one rule has found: where, what is recorded, what it was compared with, and what became of it. */
export function FindingsPanel({ rule, study, foundAt }: FindingsPanelProps) {
  const t = useTranslations('quality.findings');
  const label = useLabel();
  const { filter, change, turn } = useQualityFilter();
  const asked = { study: study.code, rule: rule.key, states: statesOf(filter.state), centre: filter.centre || null };
  const { data, previousData, error, refetch } = useQuery(qualityFindingsQuery, {
    variables: { ...asked, states: asked.states && [...asked.states], first: perPage, after: filter.after || null },
    fetchPolicy: 'cache-and-network',
  });
  const { save, isSaving, failed } = useFindingsFile(rule, study, asked);
  const shown = data ?? previousData;
  const findings = shown?.qualityFindings ?? [];
  return (
    <Panel
      title={label({ en: rule.nameEn, zh: rule.nameZh })}
      note={t('note')}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          loading={isSaving}
          disabled={findings.length === 0}
          onClick={() => void save()}
        >
          {t('csv')}
        </Button>
      }
    >
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" mb="md">
        <Select
          label={t('state')}
          value={filter.state}
          allowDeselect={false}
          data={stateChoices.map((one) => ({
            value: one,
            label: one === 'open' || one === 'all' ? t(`states.${one}`) : label(findingStateLabels[one]),
          }))}
          onChange={(next) => change({ state: stateChoices.find((one) => one === next) ?? 'open' })}
        />
        <Select
          label={t('centre')}
          value={filter.centre}
          allowDeselect={false}
          data={[
            { value: '', label: t('allCentres') },
            ...study.centres.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          onChange={(centre) => change({ centre: centre ?? '' })}
        />
      </SimpleGrid>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {failed ? <ErrorState code={failed} /> : null}
      {shown || error ? null : <LoadingState height={300} lines={6} />}
      {shown && findings.length === 0 ? (
        <EmptyState title={t('none')} text={foundAt === null ? t('noRun') : t('noneText')} />
      ) : null}
      {findings.length > 0 ? <FindingsTable findings={findings} study={study} /> : null}
      <Group component="nav" aria-label={t('pages')} justify="flex-end">
        {filter.after ? (
          <Button variant="default" onClick={() => turn(null)}>
            {t('first')}
          </Button>
        ) : null}
        {findings.length === perPage ? (
          <Button variant="default" onClick={() => turn(findings.at(-1)?.id ?? null)}>
            {t('further')}
          </Button>
        ) : null}
      </Group>
    </Panel>
  );
}

interface Asked {
  readonly study: string;
  readonly rule: string;
  readonly states: ReturnType<typeof statesOf>;
  readonly centre: string | null;
}

/** All findings of the selection as a file, read a thousand at a time. */
function useFindingsFile(rule: QualityRule, study: Study, asked: Asked) {
  const t = useTranslations('quality.findings');
  const client = useApolloClient();
  const saveFile = useSaveFile();
  const name = useSubjectName(study);
  const [isSaving, setSaving] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  async function save() {
    setSaving(true);
    setFailed(null);
    try {
      const all: Finding[] = [];
      for (let after: string | null = null; ;) {
        const variables = { ...asked, states: asked.states && [...asked.states], first: perRequest, after };
        const { data } = await client.query({ query: qualityFindingsQuery, variables, fetchPolicy: 'no-cache' });
        const page: readonly Finding[] = data?.qualityFindings ?? [];
        all.push(...page);
        if (page.length < perRequest) break;
        after = page.at(-1)?.id ?? null;
      }
      const headings = [
        'patient_code',
        'centre',
        'rule',
        'form',
        'field',
        'record_id',
        'place',
        'recorded',
        'compared_with',
      ];
      const more = ['state', 'first_found_at', 'reason', 'excepted_by', 'excepted_at', 'query'];
      const rows = all.map((one) => [
        ...[one.patientCode, one.centre, rule.nameEn, one.form, one.field, one.recordId, name(one.form, one.field)],
        ...[one.recorded, one.expected, one.state, one.firstFoundAt, one.reason, one.exceptedBy, one.exceptedAt],
        one.queryState,
      ]);
      await saveFile({
        name: `${study.code}-${t('file')}.csv`,
        content: csvOf([[...headings, ...more], ...rows]),
        type: 'text/csv',
        holds: 'findings of a rule',
        rows: all.length,
      });
    } catch (error) {
      setFailed(errorCode(error));
    } finally {
      setSaving(false);
    }
  }
  return { save, isSaving, failed };
}
