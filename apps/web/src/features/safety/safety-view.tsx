'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { LeftOut } from '@/selection/left-out.tsx';
import { ProtectionNote } from '@/selection/protection-note.tsx';
import { useScope } from '@/selection/use-scope.ts';
import { useCtcaeTerms } from '@/session/use-ctcae-terms.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Place } from './behind-number.tsx';
import { ButterflyFigure, Compared } from './butterfly-figure.tsx';
import { Headline } from './headline.tsx';
import { NewestSafety } from './newest-safety.tsx';
import { OnsetTable } from './onset-table.tsx';
import { OverviewTable } from './overview-table.tsx';
import { type Safety, safetyQuery } from './query.ts';
import { factRows, hasEvents } from './safety-rows.ts';
import styles from './safety-page.module.css';
import { TermTable } from './term-table.tsx';
import { TextTable } from './text-table.tsx';
import { type SafetyQuestion, useQuestion } from './use-question.ts';
import { useSafetyState } from './use-safety-state.ts';
import { useCompared } from '@/selection/compared.tsx';

const BehindNumber = onOpening(async () => (await import('./behind-number.tsx')).BehindNumber);

/** The answer for the selection and its groups: figures, tables, and the patients behind a number. */
export function SafetyView() {
  const { scope } = useScope();
  const { state } = useSafetyState();
  const describesOnly = useCompared()?.describesOnly ?? false;
  const question = useQuestion();
  const [place, setPlace] = useState<Place | null>(null);
  const { data, previousData, error, refetch } = useQuery(safetyQuery, {
    variables: { ...question, reference: state.ref, comparison: state.cmp, scope },
  });
  const areTermsKnown = useCtcaeTerms();
  const given = error || !areTermsKnown ? undefined : (data ?? previousData)?.safety;
  const safety = given && describesOnly ? onlyDescribed(given) : given;
  return (
    <>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {safety ? (
        <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
          <Answer safety={safety} question={question} onOpen={setPlace} />
        </Kept>
      ) : null}
      {!safety && !error ? (
        <div className={styles['stack']}>
          <LoadingState height={120} />
          <LoadingState height={420} />
          <LoadingState height={420} />
        </div>
      ) : null}
      {place ? <BehindNumber question={question} place={place} onClose={() => setPlace(null)} /> : null}
    </>
  );
}

/** Groups that are only described, not compared: without differences. */
function onlyDescribed(safety: Safety): Safety {
  return {
    ...safety,
    compared: null,
    rows: safety.rows.map((row) => ({ ...row, anyDifference: null, severeDifference: null })),
  };
}

interface AnswerProps {
  readonly safety: Safety;
  readonly question: SafetyQuestion;
  readonly onOpen: (place: Place) => void;
}

function Answer({ safety, question, onOpen }: AnswerProps) {
  const t = useTranslations('safety');
  const say = useSay();
  const { state, setState } = useSafetyState();
  const { protection, groups, compared } = safety;
  const opens = protection ? undefined : onOpen;
  const notes = (
    <>
      {protection ? <ProtectionNote statements={protection.statements}>{t('protectedAlone')}</ProtectionNote> : null}
      <LeftOut population={safety.population} />
    </>
  );
  if (groups.length === 0) {
    return (
      <>
        {notes}
        <Panel>
          {state.den === 'treated' ? (
            <EmptyState title={t('empty.nobodyTreated')} text={t('empty.nobodyTreatedText')}>
              <Button size="xs" variant="default" onClick={() => setState({ den: 'all' })}>
                {t('empty.countAll')}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title={t('empty.nobody')} text={t('empty.nobodyText')} />
          )}
        </Panel>
      </>
    );
  }
  if (!hasEvents(safety)) {
    const n = groups.reduce((sum, group) => sum + group.n, 0);
    return (
      <>
        {notes}
        <Panel>
          <EmptyState title={t('empty.noEvents')} text={t('empty.noEventsText', { n })} />
        </Panel>
      </>
    );
  }
  const isGroupGone = compared === null && (state.ref !== null || state.cmp !== null);
  return (
    <>
      {notes}
      {isGroupGone ? (
        <Panel title={t('compared.gone')} actions={<Compared safety={safety} />}>
          <Text size="sm" mb="xs">
            {t('compared.goneText')}
          </Text>
          <Button size="xs" variant="default" onClick={() => setState({ ref: null, cmp: null })}>
            {t('compared.usual')}
          </Button>
        </Panel>
      ) : null}
      <Headline safety={safety} />
      {state.count === 'patients' ? (
        <FigureLanguages>
          <ButterflyFigure safety={safety} />
        </FigureLanguages>
      ) : null}
      {/* Of all centres the overview is one row, which the headline has. */}
      {!protection && factRows(safety).length > 0 ? (
        <OverviewTable safety={safety} counting={state.count} onOpen={onOpen} />
      ) : null}
      <TermTable safety={safety} state={state} question={question} onOpen={opens} />
      <TextTable safety={safety} state={state} onOpen={opens} />
      <OnsetTable safety={safety} state={state} />
      {protection ? null : <NewestSafety safety={safety} question={question} />}
      <Panel title={t('method.title')}>
        <Text size="sm" mb="xs">
          {t('method.observational')}
        </Text>
        <ul className={styles['methods']}>
          {safety.statements.map((one) => (
            <li key={one.code}>{say(one)}</li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
