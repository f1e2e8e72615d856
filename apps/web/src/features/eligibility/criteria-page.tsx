'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Button, List, Stack } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type EligibilityRulesQuery } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { CriteriaShown } from './criteria-shown.tsx';
import { eligibilityRulesQuery } from './query.ts';

const RulesForm = besideAnswer(
  async () => (await import('./rules-form.tsx')).RulesForm,
  <LoadingState height={480} lines={9} />,
);

type Rules = EligibilityRulesQuery['eligibilityRules'];

/** Whom the study takes in, and whom its analyses count. */
export function CriteriaPage() {
  const t = useTranslations('eligibility.criteria');
  const { code, closedAt } = useStudy();
  const manages = useMay('manageStudy');
  const mayChange = manages && closedAt === null;
  const { data, error, refetch } = useQuery(eligibilityRulesQuery, {
    variables: { study: code },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <Button component={Link} href={studyPath(code, 'flow')} variant="default" size="xs">
          {t('toFlow')}
        </Button>
      </PageTitle>
      {data ? (
        <Stack gap="md" maw="72rem">
          <Notes rules={data.eligibilityRules} />
          {mayChange ? (
            <RulesForm
              key={data.eligibilityRules.version}
              rules={data.eligibilityRules}
              onReload={() => void refetch()}
            />
          ) : (
            <CriteriaShown rules={data.eligibilityRules} note={manages ? null : t('readOnly')} />
          )}
        </Stack>
      ) : error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={480} lines={9} />
      )}
    </>
  );
}

function Notes({ rules: { statements } }: { rules: Rules }) {
  const say = useSay();
  if (statements.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconInfoCircle aria-hidden />}>
      <List size="sm">
        {statements.map((one) => (
          <List.Item key={one.code}>{say(one)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
