'use client';
import { Button, Group, NativeSelect, Table, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import {
  columnOfStem,
  type FoundVisits,
  type Form,
  isTestForm,
  labTestOf,
  labTests,
  lacksOfPlan,
  numberField,
  occasionNumber,
  planFor,
  type RepeatPlan,
  unitLabel,
  valuesOf,
  type VisitStem,
  withTarget,
} from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { OneConstant } from './constants-of-forms.tsx';
import { type FieldsOfStudy } from './fields-of-study.ts';
import { codesOf, type FieldChoice, openIn, targetOf } from './map-edits.ts';
import styles from './mapping.module.css';
import { ReadingOfColumn } from './reading-of-column.tsx';
import { useOccasionName } from './use-occasion-name.ts';

interface VisitsEditorProps {
  readonly found: FoundVisits;
  readonly plan: RepeatPlan | null;
  readonly fields: FieldsOfStudy;
  readonly onPlan: (plan: RepeatPlan | null) => void;
  readonly onTake: (plan: RepeatPlan) => void;
  readonly onRefuse: () => void;
}

/** Which form the visits are records of, and what the columns of each kind are there. */
export function VisitsEditor({ found, plan, fields, onPlan, onTake, onRefuse }: VisitsEditorProps) {
  const t = useTranslations('imports.mapping.visits');
  const label = useLabel();
  const forms = [...new Set(fields.choices.map(({ form }) => form))].filter(
    ({ repeats, comesWithFiles }) => repeats && comesWithFiles === undefined,
  );
  const lacking = plan ? lacksOfPlan(found, plan) : [];
  const open = plan ? openOfPlan(found, plan, fields) : 0;
  const hasTarget = plan !== null && Object.keys(plan.targets).length > 0;
  return (
    <>
      <NativeSelect
        mt="xs"
        size="sm"
        maw="24rem"
        label={t('form')}
        value={plan?.form.name ?? ''}
        data={[
          { value: '', label: t('chooseForm') },
          ...forms.map((form) => ({ value: form.name, label: label(form.label) })),
        ]}
        onChange={({ currentTarget: { value } }) => {
          const form = forms.find(({ name }) => name === value);
          onPlan(form ? planFor(found, form, fields.arms) : null);
        }}
      />
      {plan ? (
        <Table mt="xs" className={styles['columns'] ?? ''} verticalSpacing="xs" layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('stem')}</Table.Th>
              <Table.Th>{t('field')}</Table.Th>
              <Table.Th>{t('read')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.stems.map((stem) => (
              <StemRow key={stem.stem} stem={stem} plan={plan} fields={fields} onPlan={onPlan} />
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      {plan ? <Numbers found={found} plan={plan} /> : null}
      {plan ? <Constants plan={plan} lacking={lacking} fields={fields} onPlan={onPlan} /> : null}
      <Group mt="sm" gap="md">
        <Button
          size="sm"
          disabled={!plan || !hasTarget || lacking.length > 0 || open > 0}
          onClick={() => plan && onTake(plan)}
        >
          {t('take')}
        </Button>
        <Button size="sm" variant="default" onClick={onRefuse}>
          {t('refuse')}
        </Button>
        <Text size="sm" c="var(--text-quiet)" role="status">
          {plan && lacking.length > 0
            ? t('lacking', { fields: lacking.map((field) => label(plan.form.fields[field]?.label ?? plan.form.label)).join(t('comma')) }) // prettier-ignore
            : open > 0
              ? t('open', { n: open })
              : ''}
        </Text>
      </Group>
    </>
  );
}

/** The number that each occasion gives its record, where no column has it. */
function Numbers({ found, plan: { form, targets } }: { found: FoundVisits; plan: RepeatPlan }) {
  const t = useTranslations('imports.mapping.visits');
  const label = useLabel();
  const occasionName = useOccasionName();
  const number = numberField(form);
  const spec = number === null ? undefined : form.fields[number];
  if (!spec || Object.values(targets).some((target) => 'field' in target && target.field === number)) return null;
  const numbers = found.occasions.map((one, at) =>
    t('numberOf', { occasion: occasionName(one), number: occasionNumber(found, at) }),
  );
  return (
    <Text size="sm" mt="xs">
      {t('fieldFrom', { field: label(spec.label), from: numbers.join(t('comma')) })}
    </Text>
  );
}

interface StemRowProps {
  readonly stem: VisitStem;
  readonly plan: RepeatPlan;
  readonly fields: FieldsOfStudy;
  readonly onPlan: (plan: RepeatPlan) => void;
}

const [FIELD, TEST] = ['field:', 'test:'] as const;

function StemRow({ stem, plan, fields, onPlan }: StemRowProps) {
  const t = useTranslations('imports.mapping.visits');
  const label = useLabel();
  const { form, targets } = plan;
  const target = targets[stem.stem];
  const value = target === undefined ? '' : 'field' in target ? FIELD + target.field : TEST + target.test;
  const own = new Set(isTestForm(form) ? ['test', 'value', 'unit'] : []);
  return (
    <Table.Tr>
      <Table.Td data-label={t('stem')}>
        <Text size="sm" fw={600} className={styles['wrapped'] ?? ''}>
          {stem.stem}
        </Text>
        <Text size="xs" c="var(--text-quiet)" className={styles['wrapped'] ?? ''}>
          {stem.columns.flatMap((column) => column?.name ?? []).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td data-label={t('field')}>
        <NativeSelect
          size="sm"
          aria-label={t('fieldOf', { stem: stem.stem })}
          value={value}
          onChange={({ currentTarget: { value: chosen } }) =>
            onPlan(withTarget(plan, stem, chosenFrom(chosen), fields.arms))
          }
        >
          <option value="">{t('noField')}</option>
          {valuesOf(form)
            .filter(([field]) => !own.has(field))
            .map(([field, spec]) => (
              <option key={field} value={FIELD + field}>
                {label(spec.label)}
              </option>
            ))}
          {isTestForm(form)
            ? labTests.map((test) => (
                <option key={test.code} value={TEST + test.code}>
                  {t('valueOfTest', { test: label(test.label) })}
                </option>
              ))
            : null}
        </NativeSelect>
      </Table.Td>
      <Table.Td data-label={t('read')}>
        <ReadingOfStem stem={stem} plan={plan} fields={fields} onPlan={onPlan} />
      </Table.Td>
    </Table.Tr>
  );
}

function chosenFrom(value: string) {
  if (value.startsWith(FIELD)) return { field: value.slice(FIELD.length) };
  return value.startsWith(TEST) ? { test: value.slice(TEST.length) } : null;
}

function ReadingOfStem({ stem, plan, fields, onPlan }: StemRowProps) {
  const t = useTranslations('imports.mapping.visits');
  const label = useLabel();
  const target = plan.targets[stem.stem];
  if (!target) return null;
  const put = (next: typeof target) => onPlan({ ...plan, targets: { ...plan.targets, [stem.stem]: next } });
  if ('test' in target) {
    const units = Object.keys(labTestOf(target.test)?.factors ?? {});
    return (
      <NativeSelect
        size="xs"
        label={t('unitOf', { stem: stem.stem })}
        value={target.unit ?? ''}
        error={target.unit === null ? t('needed') : null}
        data={[
          { value: '', label: t('chooseUnit') },
          ...units.map((unit) => ({ value: unit, label: label(unitLabel(unit)) })),
        ]}
        onChange={({ currentTarget: { value } }) => put({ ...target, unit: value === '' ? null : value })}
      />
    );
  }
  const field = choiceOf(plan.form, target.field);
  if (!field) return null;
  return (
    <ReadingOfColumn
      column={columnOfStem(stem)}
      field={field}
      source={{ column: stem.stem, ...target.reading }}
      arms={fields.arms}
      onChange={({ column: _, ...reading }) => put({ ...target, reading })}
    />
  );
}

interface ConstantsProps {
  readonly plan: RepeatPlan;
  readonly lacking: readonly string[];
  readonly fields: FieldsOfStudy;
  readonly onPlan: (plan: RepeatPlan) => void;
}

/** Codes that no column has: one for every visit. A date that no column has cannot be said for all of them. */
function Constants({ plan, lacking, fields, onPlan }: ConstantsProps) {
  const label = useLabel();
  const asked = [...new Set([...Object.keys(plan.constants), ...lacking])].flatMap((field) => {
    const choice = isTestForm(plan.form) && ['test', 'unit'].includes(field) ? null : choiceOf(plan.form, field);
    return choice && codesOf(choice.spec, fields.arms) ? [choice] : [];
  });
  if (asked.length === 0) return null;
  return (
    <Group gap="md" mt="xs">
      {asked.map((field) => {
        const constant = plan.constants[field.field];
        return (
          <OneConstant
            key={field.field}
            field={field}
            title={label(field.spec.label)}
            source={constant === undefined ? null : { constant }}
            arms={fields.arms}
            onChange={(value) => {
              const { [field.field]: _, ...others } = plan.constants;
              const said = field.spec.kind === 'boolean' ? value === 'true' : value;
              onPlan({ ...plan, constants: value === '' ? others : { ...others, [field.field]: said } });
            }}
          />
        );
      })}
    </Group>
  );
}

function choiceOf(form: Form, field: string): FieldChoice | null {
  const spec = form.fields[field];
  return spec ? { target: targetOf(form.name, field), form, field, spec } : null;
}

/** How many values and orders of dates are still open. */
function openOfPlan({ stems }: FoundVisits, { form, targets }: RepeatPlan, { arms }: FieldsOfStudy): number {
  return stems.reduce((sum, stem) => {
    const target = targets[stem.stem];
    const spec = target && 'field' in target ? form.fields[target.field] : undefined;
    if (!target || !spec) return sum;
    const { values, order } = openIn(columnOfStem(stem), { spec }, { column: stem.stem, ...target.reading }, arms);
    return sum + values.length + Number(order);
  }, 0);
}
