import { type Issue } from '../check-row.ts';
import { type Statement, statement } from '../statements/index.ts';
import { issue } from './study-issue.ts';

/** What ends a time, and where it ends without; the first place that is known. */
export interface EndpointRuleOfRecipe {
  readonly events: readonly string[];
  readonly censoredAt: readonly string[];
}

/** An endpoint recipe as it is stored; what one leaves unsaid of an endpoint has one reading (`recipeRulesOf`). */
export interface RecipeDefinition {
  readonly timeZero: string;
  readonly os: EndpointRuleOfRecipe;
  readonly pfs: EndpointRuleOfRecipe;
  readonly ttr?: EndpointRuleOfRecipe;
  readonly dor?: EndpointRuleOfRecipe;
  readonly ttnt?: EndpointRuleOfRecipe;
}

/** What people choose of a recipe: the values of each rule, the usual one first. */
export const recipeChoices = {
  /** What every time is counted from. */
  timeZero: ['firstHaic', 'enrolment'],
  /** Where overall survival ends of whom no death is known. */
  survivorsUntil: ['lastContact', 'cutoff'],
  /** What a death without progression does to progression-free survival. */
  pfsDeath: ['event', 'censored', 'ignored'],
  /** What a later treatment that comes first does to it. */
  pfsTreatment: ['ignored', 'censored'],
  /** Where a progression leaves whoever had no response. */
  ttrProgression: ['censored', 'ignored'],
  dorDeath: ['event', 'censored', 'ignored'],
  dorTreatment: ['ignored', 'censored'],
  /** What a death does to the time to the next treatment. */
  ttntDeath: ['event', 'censored'],
} as const;

export type RecipeRule = keyof typeof recipeChoices;
export type RecipeRules = { readonly [R in RecipeRule]: (typeof recipeChoices)[R][number] };

export const recipeRuleNames = Object.keys(recipeChoices) as RecipeRule[];

/** Recipes that a study may keep beside its own: each costs a row of every patient. */
export const mostComparedRecipes = 5;

const namePattern = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** The recipe as it is stored. Every rule is said, so that none depends on how an unsaid one is read. */
export function recipeOf(rules: RecipeRules): RecipeDefinition {
  const untilImage = (death: RecipeRules['pfsDeath'], treatment: RecipeRules['pfsTreatment']) => ({
    events: death === 'event' ? ['progression', 'death'] : ['progression'],
    censoredAt: [
      ...(treatment === 'censored' ? ['newTreatment'] : []),
      ...(death === 'censored' ? ['death'] : []),
      'lastAssessment',
    ],
  });
  return {
    timeZero: rules.timeZero,
    os: {
      events: ['death'],
      censoredAt: rules.survivorsUntil === 'cutoff' ? ['cutoff', 'lastContact'] : ['lastContact'],
    },
    pfs: untilImage(rules.pfsDeath, rules.pfsTreatment),
    ttr: {
      events: ['response'],
      censoredAt: rules.ttrProgression === 'censored' ? ['progression', 'lastAssessment'] : ['lastAssessment'],
    },
    dor: untilImage(rules.dorDeath, rules.dorTreatment),
    ttnt:
      rules.ttntDeath === 'event'
        ? { events: ['nextTreatment', 'death'], censoredAt: ['lastContact'] }
        : { events: ['nextTreatment'], censoredAt: ['death', 'lastContact'] },
  };
}

/** The rules of a stored recipe, those that it leaves unsaid included. */
export function recipeRulesOf({ timeZero, os, pfs, ttr, dor = pfs, ttnt }: RecipeDefinition): RecipeRules {
  const deathIn = ({ events, censoredAt }: EndpointRuleOfRecipe) =>
    events.includes('death') ? 'event' : censoredAt.includes('death') ? 'censored' : 'ignored';
  const treatmentIn = ({ censoredAt }: EndpointRuleOfRecipe) =>
    censoredAt.includes('newTreatment') ? 'censored' : 'ignored';
  return {
    timeZero: timeZero === 'enrolment' ? 'enrolment' : 'firstHaic',
    survivorsUntil: os.censoredAt.includes('cutoff') ? 'cutoff' : 'lastContact',
    pfsDeath: deathIn(pfs),
    pfsTreatment: treatmentIn(pfs),
    ttrProgression: ttr && !ttr.censoredAt.includes('progression') ? 'ignored' : 'censored',
    dorDeath: deathIn(dor),
    dorTreatment: treatmentIn(dor),
    ttntDeath: ttnt && !ttnt.events.includes('death') ? 'censored' : 'event',
  };
}

const ends = { event: 'death', censored: 'censored', ignored: 'ignored' } as const;

/** Progression-free survival by a recipe, in words. */
export const progressionFreeSaid = ({ pfsDeath, pfsTreatment }: RecipeRules): Statement[] => [
  statement('progressionFreeUntil', { ends: ends[pfsDeath] }),
  ...(pfsTreatment === 'censored' ? [statement('treatmentCensors', { time: 'pfs' })] : []),
];

/** The same of the duration of response. */
export const durationOfResponseSaid = ({ dorDeath, dorTreatment }: RecipeRules): Statement[] => [
  statement('durationOfResponse', { ends: ends[dorDeath] }),
  ...(dorTreatment === 'censored' ? [statement('treatmentCensors', { time: 'dor' })] : []),
];

export const timeToResponseSaid = ({ ttrProgression }: RecipeRules): Statement =>
  statement('timeToResponse', { censoredAt: ttrProgression === 'censored' ? 'progression' : 'lastAssessment' });

export const timeToNextTreatmentSaid = ({ ttntDeath }: RecipeRules): Statement =>
  statement('timeToNextTreatment', { death: ttntDeath });

export const overallSurvivalSaid = ({ survivorsUntil }: RecipeRules): Statement =>
  statement('survivorsCensored', { at: survivorsUntil });

/** Every rule of a recipe in words, endpoint by endpoint. */
export function recipeSaid(definition: RecipeDefinition): Statement[] {
  const rules = recipeRulesOf(definition);
  return [
    statement('recipeCountsFrom', { day: rules.timeZero }),
    overallSurvivalSaid(rules),
    ...progressionFreeSaid(rules),
    timeToResponseSaid(rules),
    ...durationOfResponseSaid(rules),
    timeToNextTreatmentSaid(rules),
  ];
}

/**
 * What is wrong with a recipe to be added.
 *
 * @param given - by name of the rule; what is not one of its values is refused.
 * @param others - recipes that the study has or keeps: one of the same rules would repeat its rows.
 */
export function checkRecipe(
  name: string,
  given: { readonly [R in RecipeRule]: string },
  others: readonly { readonly name: string; readonly rules: RecipeRules }[],
): Issue[] {
  const faults = recipeRuleNames.flatMap((rule): Issue[] => {
    const allowed: readonly string[] = recipeChoices[rule];
    return allowed.includes(given[rule])
      ? []
      : [issue(rule, 'notInList', `one of ${allowed.join(', ')}`, `以下之一：${allowed.join('、')}`)];
  });
  const same = others.find(({ rules }) => recipeRuleNames.every((rule) => rules[rule] === given[rule]));
  return [
    ...(namePattern.test(name)
      ? []
      : [
          issue(
            'name',
            'rule',
            'small letters, digits and -, beginning with a letter or digit, at most 60',
            '小写字母、数字和 -，以字母或数字开头，最多 60 个字符',
          ),
        ]),
    ...faults,
    ...(same && faults.length === 0
      ? [
          issue(
            'rules',
            'rule',
            `other than those of ${same.name}, which the study has already`,
            `不同于本研究已有的 ${same.name}`,
          ),
        ]
      : []),
    ...(others.length > mostComparedRecipes
      ? [
          issue(
            'rules',
            'rule',
            `of at most ${mostComparedRecipes} recipes beside the study’s own: stop keeping one first`,
            `除本研究规则外最多保留 ${mostComparedRecipes} 种规则：请先停止保留其中一种`,
          ),
        ]
      : []),
  ];
}
