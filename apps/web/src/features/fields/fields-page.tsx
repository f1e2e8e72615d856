'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { extensibleForms, forms } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { DictionaryPanel } from './dictionary-panel.tsx';
import { FieldsTable } from './fields-table.tsx';
import { orderMutation, type StudyField, studyFieldsQuery } from './query.ts';

const FieldDrawer = onOpening(async () => (await import('./field-drawer.tsx')).FieldDrawer);

/** What the study asks besides the portal's own fields, form by form. */
export function FieldsPage() {
  const t = useTranslations('fields');
  const { code: study } = useStudy();
  const { data, error, refetch } = useQuery(studyFieldsQuery, {
    variables: { study },
    fetchPolicy: 'cache-and-network',
  });
  const [order, ordering] = useMutation(orderMutation, { refetchQueries: 'active' });
  const [open, setOpen] = useState<{ field: StudyField | null } | null>(null);
  const fields = data?.studyFields ?? [];
  const failed = error ?? ordering.error;
  const used = forms.filter(({ name }) => fields.some(({ form }) => form === name));
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ field: null })}>
          {t('add')}
        </Button>
      </PageTitle>
      {failed ? <ErrorState code={errorCode(failed)} onRetry={() => void refetch()} /> : null}
      {data ? (
        <Stack gap="md">
          {used.map((form) => (
            <FieldsTable
              key={form.name}
              form={form}
              fields={fields.filter((field) => field.form === form.name)}
              onOpen={(field) => setOpen({ field })}
              onOrder={(ids) => void order({ variables: { study, form: form.name, ids } }).catch(() => undefined)}
            />
          ))}
          {used.length === 0 ? <EmptyState title={t('none')} text={t('noneYet')} /> : null}
          <DictionaryPanel fields={fields} />
        </Stack>
      ) : failed ? null : (
        <LoadingState height={320} />
      )}
      {open ? (
        <FieldDrawer
          key={open.field?.id ?? 'new'}
          field={open.field}
          forms={forms.filter(({ name }) => extensibleForms.some((one) => one === name))}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
