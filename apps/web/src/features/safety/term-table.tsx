'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ctcaeVersionOfTerms } from '@haim/schema';
import { useSay } from '@/i18n/use-say.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { inFileName } from '@/selection/compared.tsx';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { useInR } from '@/tables/in-r.ts';
import { type Place } from './behind-number.tsx';
import { type Safety, safetyFilesQuery } from './query.ts';
import { termRows } from './safety-rows.ts';
import { safetyNumbers } from './to-numbers.ts';
import { type SafetyQuestion } from './use-question.ts';
import { useRowName } from './use-row-name.ts';
import { useSafetyColumns } from './use-safety-columns.tsx';
import { type SafetyState } from './use-safety-state.ts';

interface TermTableProps {
  readonly safety: Safety;
  readonly state: SafetyState;
  readonly question: SafetyQuestion;
  readonly onOpen?: ((place: Place) => void) | undefined;
}

/** Terms of CTCAE, below their classes or by frequency or difference: the table to publish. */
export function TermTable({ safety, state, question, onOpen }: TermTableProps) {
  const t = useTranslations('safety');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const inR = useInR(
    safetyFilesQuery,
    { ...question, reference: state.ref, comparison: state.cmp },
    (data) => data.safety.files,
  );
  const selection = useSelectionText(safety.protection ? 'STUDY' : 'OWN');
  const nameOf = useRowName();
  const columns = useSafetyColumns({ safety, counting: state.count, nameOf, onOpen });
  const { rows, hidden } = termRows(safety, state.order, Number(state.min) / 100);
  const { groupBy, protection } = safety;
  const hasTerms = rows.some(({ row }) => row.kind === 'TERM');
  const version = ctcaeVersionOfTerms;
  const title = groupBy ? t('terms.titleBy', { variable: inSentence(labels.variable(groupBy)) }) : t('terms.title');
  return (
    <TableFrame
      title={protection ? t('figure.titleProtected', { title }) : title}
      fileName={`${study.code}-safety${groupBy ? `-${inFileName(groupBy)}` : ''}${protection ? '-all-centres-protected' : ''}`}
      table={{
        columns: [{ header: t('terms.term') }, ...columns.map(({ header }) => ({ header }))],
        rows: rows.map(({ row, depth }) => ({
          id: row.rowId,
          cells: [nameOf(row), ...columns.map(({ text, node }) => ({ text: text(row), node: node(row) }))],
          ...(depth === 1 ? { indented: true } : {}),
        })),
      }}
      numbers={safetyNumbers(safety)}
      caption={[
        t(`terms.note.${state.count}`),
        ...(hidden > 0 ? [t('terms.hidden', { n: hidden, percent: state.min })] : []),
        ...(hasTerms || hidden > 0 ? [] : [t('terms.none', { version })]),
        ...safety.statements.map(say),
        ...safety.population.map(say),
        ...(protection?.statements ?? []).map(say),
        t('figure.caption.observational'),
      ]}
      methods={t(safety.compared ? 'terms.methods' : 'terms.methodsAlone', { version })}
      provenance={{ study: study.code, dataVersion: safety.dataVersion, selection, recipe: null }}
      isSynthetic={study.synthetic}
      {...(protection ? {} : { inR })}
    >
      {/* Of the page alone: in a file there is nothing to press. */}
      {onOpen ? (
        <Text size="sm" c="var(--text-quiet)" mb="xs" data-print="no">
          {t('terms.press')}
        </Text>
      ) : null}
      {hasTerms || hidden === 0 ? null : (
        <Text size="sm" mb="xs">
          {t('terms.allHidden', { percent: state.min })}
        </Text>
      )}
    </TableFrame>
  );
}
