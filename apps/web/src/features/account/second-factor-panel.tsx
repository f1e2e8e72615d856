'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { graphql } from '@/graphql/generated/index.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { PasswordFirst } from './password-first.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SecondFactorSetUp } from './second-factor-set-up.tsx';
import { renewRecoveryCodes, takeSecondFactorOff } from './send-second-factor.ts';

const mySecondFactorQuery = graphql(`
  query MySecondFactor {
    mySecondFactor {
      isOn
      recoveryCodesLeft
    }
  }
`);

type Step = 'setUp' | 'renew' | 'takeOff';

/** The second factor of the own account: set up, given new recovery codes, taken off. */
export function SecondFactorPanel() {
  const t = useTranslations('account.secondFactor');
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(mySecondFactorQuery, { fetchPolicy: 'cache-and-network' });
  const [step, setStep] = useState<Step | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const cancel = () => setStep(null);
  /** The session is another one now, which the list of sessions shows as well. */
  function finish() {
    setStep(null);
    setCodes(null);
    void client.refetchQueries({ include: 'active' });
  }

  function content() {
    if (codes) return <RecoveryCodes codes={codes} onDone={finish} />;
    if (step === 'setUp') return <SecondFactorSetUp onDone={finish} onCancel={cancel} />;
    if (step === 'takeOff') {
      return <PasswordFirst action={t('takeOff')} send={takeSecondFactorOff} onDone={finish} onCancel={cancel} />;
    }
    if (step === 'renew') {
      const keep = ({ backupCodes }: { backupCodes: string[] }) => setCodes(backupCodes);
      return <PasswordFirst action={t('renew')} send={renewRecoveryCodes} onDone={keep} onCancel={cancel} />;
    }
    if (!data)
      return error ? (
        <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
      ) : (
        <LoadingState height={60} />
      );
    const { isOn, recoveryCodesLeft } = data.mySecondFactor;
    return (
      <Group justify="space-between">
        <Text>{isOn ? t('on', { n: recoveryCodesLeft ?? 0 }) : t('off')}</Text>
        <Group gap="xs">
          {isOn ? (
            <>
              <Button variant="default" onClick={() => setStep('renew')}>
                {t('renew')}
              </Button>
              <Button variant="light" color="red" onClick={() => setStep('takeOff')}>
                {t('takeOff')}
              </Button>
            </>
          ) : (
            <Button onClick={() => setStep('setUp')}>{t('setUp')}</Button>
          )}
        </Group>
      </Group>
    );
  }

  return (
    <Panel title={t('title')}>
      <Stack gap="sm">
        <Text size="sm" c="var(--text-quiet)">
          {t('lead')}
        </Text>
        {content()}
      </Stack>
    </Panel>
  );
}
