'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { fieldsOf, identityForm, type Row } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Choices, chosenKey, type ComparedRecord, proposedChoices, type Side } from './choices.ts';
import { ComparedFields } from './compared-fields.tsx';
import { identityToMergeMutation } from './query.ts';

/** The key under which identifying fields are chosen: a patient has one identity. */
export const ofIdentity = 'identity';

interface Patient {
  readonly id: string;
  readonly code: string;
}

interface MergeIdentitiesProps {
  readonly kept: Patient;
  readonly other: Patient;
  /** What was looked at; null until somebody does. */
  readonly compared: ComparedRecord | null;
  readonly choices: Choices;
  readonly onShown: (compared: ComparedRecord) => void;
  readonly onChoose: (choices: Choices) => void;
}

/** Who the two are, on request: each look is an entry of the trail, and nothing of it stays in the page's cache. */
export function MergeIdentities({ kept, other, compared, choices, onShown, onChoose }: MergeIdentitiesProps) {
  const t = useTranslations('merging');
  const label = useLabel();
  const [look, { loading, error }] = useMutation(identityToMergeMutation, { fetchPolicy: 'no-cache' });

  async function show() {
    try {
      const answers = await Promise.all([kept, other].map(({ id }) => look({ variables: { patientId: id } })));
      const [one, two] = answers.map(({ data }) => ({ ...data?.showIdentity.identity }) as Row);
      if (!one || !two) return;
      const differing = fieldsOf(identityForm).flatMap(([field]) =>
        (one[field] ?? null) === (two[field] ?? null) ? [] : [field],
      );
      const record = { recordId: ofIdentity, kept: one, other: two, differing };
      onShown(record);
      onChoose(proposedChoices([record]));
    } catch {
      // The error is shown below.
    }
  }

  const choose = (field: string, side: Side) => onChoose({ [chosenKey(ofIdentity, field)]: side });
  return (
    <Panel title={label(identityForm.label)} note={t('identity.note')}>
      {error ? <ErrorState code={errorCode(error)} /> : null}
      {compared === null ? (
        <>
          <Text size="sm" mb="xs">
            {t('identity.both')}
          </Text>
          <Button
            variant="default"
            leftSection={<IconEye size={16} aria-hidden />}
            loading={loading}
            onClick={() => void show()}
          >
            {t('identity.show')}
          </Button>
        </>
      ) : compared.differing.length === 0 ? (
        <Text size="sm">{t('identity.equal')}</Text>
      ) : (
        <ComparedFields
          title={label(identityForm.label)}
          hideTitle
          codes={{ kept: kept.code, other: other.code }}
          fields={fieldsOf(identityForm).flatMap(([field, spec]) =>
            compared.differing.includes(field)
              ? [
                  {
                    field,
                    label: label(spec.label),
                    kept: textOf(compared.kept[field]),
                    other: textOf(compared.other[field]),
                    chosen: choices[chosenKey(ofIdentity, field)],
                  },
                ]
              : [],
          )}
          onChoose={choose}
          onChooseAll={(side) =>
            onChoose(Object.fromEntries(compared.differing.map((field) => [chosenKey(ofIdentity, field), side])))
          }
        />
      )}
    </Panel>
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
