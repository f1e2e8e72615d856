'use client';
import { useMutation } from '@apollo/client/react';
import { Alert, Button, Checkbox, CopyButton, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { type TokenScope, tokenScopeNames, tokenScopes } from '@haim/schema';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudies } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { makeAccessTokenMutation, myAccessTokensQuery } from './access-tokens-query.ts';

/** How long a script is usually needed, and as long as a token may last. */
const days = ['7', '30', '90', '366'] as const;

/** Asks what a program is for and may do, and then shows its token this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account.tokens');
  // Not into the cache: a page that stays open keeps nobody's token.
  const [make, { data, loading, error }] = useMutation(makeAccessTokenMutation, {
    fetchPolicy: 'no-cache',
    refetchQueries: [myAccessTokensQuery],
  });
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
      // A click beside the window would lose what is shown once.
      closeOnClickOutside={!data}
      title={<Text fw={600}>{t('new')}</Text>}
    >
      {data ? (
        <TokenOnce token={data.makeAccessToken.token} onClose={onClose} />
      ) : (
        <NewTokenForm
          isBusy={loading}
          refusal={error ? errorCode(error) : null}
          onMake={(variables) => void make({ variables }).catch(() => undefined)}
        />
      )}
    </Modal>
  );
}

interface NewToken {
  readonly name: string;
  readonly scopes: TokenScope[];
  readonly study: string | null;
  readonly days: number;
}

interface NewTokenFormProps {
  readonly isBusy: boolean;
  readonly refusal: string | null;
  readonly onMake: (token: NewToken) => void;
}

function NewTokenForm({ isBusy, refusal, onMake }: NewTokenFormProps) {
  const t = useTranslations('account.tokens');
  const label = useLabel();
  const studies = useStudies();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(['read']);
  const [study, setStudy] = useState<string | null>(studies.length === 1 ? (studies[0]?.code ?? null) : null);
  const [lasting, setLasting] = useState<string>('30');

  function submit(event: FormEvent) {
    event.preventDefault();
    const chosen = tokenScopeNames.filter((scope) => scopes.includes(scope));
    if (!isBusy) onMake({ name, scopes: chosen, study, days: Number(lasting) });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t('name')}
          description={t('nameHelp')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
          autoComplete="off"
          required
          data-autofocus
        />
        <Checkbox.Group label={t('scopes')} value={[...scopes]} onChange={setScopes}>
          <Stack gap="xs" mt="xs">
            {tokenScopeNames.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={label(tokenScopes[scope].label)}
                description={label(tokenScopes[scope].about)}
                // Nothing is written or run unseen.
                disabled={scope === 'read'}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          label={t('study')}
          data={studies.map(({ code, name: title }) => ({ value: code, label: title }))}
          value={study}
          onChange={setStudy}
          placeholder={t('allStudies')}
          clearable
        />
        <Select
          label={t('lasts')}
          data={days.map((value) => ({ value, label: t('days', { n: Number(value) }) }))}
          value={lasting}
          onChange={(value) => setLasting(value ?? '30')}
          allowDeselect={false}
        />
        {refusal === null ? null : <ErrorState code={refusal} />}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={name.trim() === ''}>
            {t('make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TokenOnce({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useTranslations('account.tokens');
  return (
    <Stack gap="sm">
      <Alert role="status" color="yellow" variant="light">
        {t('once')}
      </Alert>
      <TextInput
        label={t('token')}
        value={token}
        readOnly
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <Text size="sm" c="var(--text-quiet)">
        {t('use')}
      </Text>
      <Group justify="flex-end" gap="xs">
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('done')}</Button>
      </Group>
    </Stack>
  );
}
