import 'reflect-metadata';
import { type Statement, statement } from '@haim/schema';
import { graphql } from 'graphql';
import { buildSchema, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { expect, it } from 'vitest';
import { Said, SaidByCode, SaidList } from './statement.type.ts';

@ObjectType()
class Result {
  @Field(() => String) name!: string;
  @Said() method!: Statement;
  @Said({ nullable: true }) provenance!: Statement | null;
  @SaidList() warnings!: readonly Statement[];
  @SaidByCode() rule!: string | null;
}

const results: readonly Result[] = [
  {
    name: 'sound',
    method: statement('kaplanMeier', { limits: 'log-log' }),
    provenance: null,
    warnings: [statement('severalSlides', { n: 1200 }), statement('noEventOnCurve')],
    rule: 'newLesion',
  },
  {
    name: 'old',
    method: statement('asRecorded', { text: 'as it was' }),
    provenance: statement('thresholdOfUnregistered'),
    warnings: [],
    rule: 'sum at least 20 % above the nadir',
  },
];

@Resolver()
class Results {
  @Query(() => [Result])
  results(): readonly Result[] {
    return results;
  }
}

async function ask(fields: string): Promise<unknown> {
  const schema = await buildSchema({ resolvers: [Results], validate: false });
  const { data, errors } = await graphql({ schema, source: `{ results { ${fields} } }` });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data?.['results']));
}

it('a statement travels as code, values and both languages', async () => {
  expect(await ask('methodStatement { code values en zh } statements { code en zh }')).toEqual([
    {
      methodStatement: {
        code: 'kaplanMeier',
        values: { limits: 'log-log' },
        en: 'Kaplan-Meier, Greenwood variance, log-log limits',
        zh: 'Kaplan-Meier 法，Greenwood 方差，log-log（双对数）置信限',
      },
      statements: [
        {
          code: 'severalSlides',
          en: '1,200 patients have several scored slides in this set and count as one case',
          zh: '1,200 例患者在该集合中有多张已评分切片，各计为一个病例',
        },
        {
          code: 'noEventOnCurve',
          en: 'No event was observed: the curve stays at 1.',
          zh: '未观察到事件：曲线始终为 1。',
        },
      ],
    },
    {
      methodStatement: { code: 'asRecorded', values: { text: 'as it was' }, en: 'as it was', zh: 'as it was' },
      statements: [],
    },
  ]);
});

it('the older fields still answer, in English', async () => {
  expect(await ask('name method provenance warnings rule')).toEqual([
    {
      name: 'sound',
      method: 'Kaplan-Meier, Greenwood variance, log-log limits',
      provenance: null,
      warnings: [
        '1,200 patients have several scored slides in this set and count as one case',
        'No event was observed: the curve stays at 1.',
      ],
      rule: 'new lesion',
    },
    {
      name: 'old',
      method: 'as it was',
      provenance: 'the manifest of a model version that was never registered here',
      warnings: [],
      rule: 'sum at least 20 % above the nadir',
    },
  ]);
});

it('a rule is stored by its code; the sentence of an older version is shown as is', async () => {
  expect(await ask('ruleStatement { code zh }')).toEqual([
    { ruleStatement: { code: 'newLesion', zh: '出现新病灶' } },
    { ruleStatement: { code: 'asRecorded', zh: 'sum at least 20 % above the nadir' } },
  ]);
});
