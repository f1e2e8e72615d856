'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, Select, SegmentedControl, SimpleGrid, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { longestQueryText, valuesOf } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { NeedsRight } from '@/session/needs-right.tsx';
import { useStudy } from '@/session/session.tsx';
import { formOf, formsOf } from '@/session/study-forms.ts';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { PanelShape } from '@/ui/loading-shape.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { besideAnswer, onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { askManyMutation } from './ask-query.ts';
import { subjectsToAsk } from './reach-panel.tsx';
import { useReach } from './use-reach.ts';
import { useWhom } from './use-whom.ts';

const WhomPanel = besideAnswer(async () => (await import('./whom-panel.tsx')).WhomPanel, <PanelShape height={96} />);
const ReachPanel = onOpening(
  async () => (await import('./reach-panel.tsx')).ReachPanel,
  <LoadingState height={160} lines={4} />,
);

/** One question to many patients, with what it reaches before it is sent. */
export function AskManyPage() {
  const t = useTranslations('queries.askMany');
  const study = useStudy();
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <Button component={Link} href={studyPath(study.code, 'queries')} variant="default">
          {t('toList')}
        </Button>
      </PageTitle>
      <NeedsRight right="raiseQueries">
        <AskMany />
      </NeedsRight>
    </>
  );
}

function AskMany() {
  const t = useTranslations('queries.askMany');
  const words = useTranslations('queries');
  const label = useLabel();
  const study = useStudy();
  const router = useRouter();
  const [codes, setCodes] = useState('');
  const { whom, address, setFrom } = useWhom(codes);
  const [name, setName] = useState('baseline');
  const [field, setField] = useState<string | null>(null);
  const [eachRecord, setEachRecord] = useState(true);
  const [text, setText] = useState('');
  const [lacksText, setLacksText] = useState(false);
  const [asksAgain, setAsksAgain] = useState(false);
  const { reach, look, isLooking, failed } = useReach(whom, { study: study.code, form: name, field, eachRecord });
  const [ask, asking] = useMutation(askManyMutation);
  const form = formOf(study, name);
  const subjects = subjectsToAsk(reach, asksAgain);

  async function send() {
    setLacksText(text.trim() === '');
    if (text.trim() === '' || asking.loading) return;
    const asked = subjects.map(({ patientId, recordId }) => ({ patientId, recordId }));
    const variables = { study: study.code, subjects: asked, form: name, field, text: text.trim() };
    const isAsked = await ask({ variables }).then(
      () => true,
      () => false,
    );
    if (!isAsked) return;
    notifications.show({ message: t('done', { n: asked.length }), color: 'teal' });
    router.push(`${studyPath(study.code, 'queries')}?form=${name}&mine=true`);
  }

  return (
    <Stack gap="md">
      <WhomPanel address={address} setFrom={setFrom} codes={codes} onCodes={setCodes} />
      <Panel title={t('what')}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <Select
              label={words('form')}
              value={name}
              allowDeselect={false}
              searchable
              data={formsOf(study).map((one) => ({ value: one.name, label: label(one.label) }))}
              onChange={(next) => {
                setName(next ?? name);
                setField(null);
              }}
            />
            <Select
              label={words('about')}
              value={field ?? ''}
              allowDeselect={false}
              searchable
              data={[
                { value: '', label: words('wholeRecord') },
                ...(form ? valuesOf(form).map(([value, spec]) => ({ value, label: label(spec.label) })) : []),
              ]}
              onChange={(next) => setField(next || null)}
            />
          </SimpleGrid>
          {form?.repeats ? (
            <SegmentedControl
              aria-label={t('howOften')}
              w="fit-content"
              maw="100%"
              value={eachRecord ? 'record' : 'patient'}
              data={(['record', 'patient'] as const).map((one) => ({ value: one, label: t(`each.${one}`) }))}
              onChange={(next) => setEachRecord(next === 'record')}
            />
          ) : null}
          <Textarea
            label={words('question')}
            value={text}
            maxLength={longestQueryText}
            autosize
            minRows={2}
            error={lacksText ? words('lacksText') : null}
            onChange={({ currentTarget }) => {
              setText(currentTarget.value);
              setLacksText(false);
            }}
          />
          <Button variant="default" w="fit-content" loading={isLooking} onClick={() => void look()}>
            {t('look')}
          </Button>
        </Stack>
      </Panel>
      <div aria-live="polite">
        {failed ? <ErrorState code={failed} onRetry={() => void look()} /> : null}
        {isLooking && !reach ? <LoadingState height={160} lines={4} /> : null}
        {reach ? <ReachPanel reach={reach} asksAgain={asksAgain} onAskAgain={setAsksAgain} /> : null}
      </div>
      {asking.error ? (
        errorCode(asking.error) === 'RECORD_LOCKED' ? (
          <Alert color="red" variant="light" role="alert">
            {t('lockedMeanwhile')}
          </Alert>
        ) : (
          <ErrorState code={errorCode(asking.error)} />
        )
      ) : null}
      {reach ? (
        <Group>
          <Button loading={asking.loading} disabled={subjects.length === 0} onClick={() => void send()}>
            {t('send', { n: subjects.length })}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
