import { type SavedKind, showCohort } from '@haim/schema';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { CohortInput } from '../cohort/index.ts';
import { type SavedVersion } from './saved-cohort.query.ts';
import { type SavedCohortData, type Since } from './saved-cohort.service.ts';

export const SavedKindEnum = { PATIENTS: 'patients', RULE: 'rule' } as const;
registerEnumType(SavedKindEnum, {
  name: 'SavedCohortKind',
  description: 'PATIENTS: those of the day on which it was saved. RULE: whoever meets the conditions, now.',
});

@ObjectType({ description: 'What became of the patients who were chosen, in the centres that the asker may read.' })
class SinceSaved {
  @Field(() => Int, { description: 'Who was chosen.' }) n!: number;
  @Field(() => Int) entered!: number;
  @Field(() => Int, { description: 'Removed, no longer counted by the study, or of a rule no longer meeting it.' })
  left!: number;
  @Field(() => Int, { description: 'Of those who were chosen, who has another value since.' }) changed!: number;
}

@ObjectType({ description: 'A count of all centres, protected: at most n where `atMost`.' })
export class CountOfAllCentres {
  @Field(() => Int) n!: number;
  @Field(() => Boolean) atMost!: boolean;
}

@ObjectType({ description: 'A selection of patients that the study keeps; conditions name it cohort_<number>.' })
export class SavedCohort {
  study!: string;
  @Field(() => ID) id!: string;
  @Field(() => Int) number!: number;
  @Field(() => SavedKindEnum) kind!: SavedKind;
  @Field(() => String) name!: string;
  @Field(() => String) description!: string;
  @Field(() => String, { nullable: true, description: 'The rule in the notation of addresses; null of patients.' })
  rule!: string | null;
  @Field(() => String, {
    description:
      'timeZero, or outcome where patients were chosen by what happened later: survival is not analysed among them.',
  })
  known!: string;
  @Field(() => Int, {
    nullable: true,
    description:
      'In it now, of the centres that the asker may read; null where its rule is not understood, and of a removed one.',
  })
  n!: number | null;
  @Field(() => SinceSaved, {
    nullable: true,
    description: 'Null where it was chosen in other centres, and where n is.',
  })
  since!: Since | null;
  @Field(() => [String], { description: 'The places of the rule that are not understood any more.' })
  faults!: readonly string[];
  @Field(() => Int, { description: 'Of the data at which patients or rule were last chosen.' }) dataVersion!: number;
  @Field(() => String) madeBy!: string;
  @Field(() => DateTime) madeAt!: Date;
  @Field(() => String) updatedBy!: string;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => DateTime, { nullable: true }) removedAt!: Date | null;
  @Field(() => Int) version!: number;
  @Field(() => Boolean, { description: 'Whether the asker saved it or manages the study.' }) mayChange!: boolean;
}

@ObjectType({ description: 'A state in which a cohort was.' })
export class SavedCohortVersion {
  @Field(() => Int) version!: number;
  @Field(() => String) name!: string;
  @Field(() => String) description!: string;
  @Field(() => String, { nullable: true }) rule!: string | null;
  @Field(() => Int) dataVersion!: number;
  @Field(() => Boolean) removed!: boolean;
  @Field(() => DateTime) changedAt!: Date;
  @Field(() => String) changedBy!: string;
}

@ObjectType({ description: 'What pages need to name a cohort in a condition.' })
export class SavedCohortName {
  @Field(() => Int) number!: number;
  @Field(() => String) name!: string;
  @Field(() => String) known!: string;
}

@InputType()
export class SavedCohortInput {
  @Field(() => String) name!: string;
  @Field(() => String) description!: string;
  @Field(() => CohortInput, {
    nullable: true,
    description: 'Who is in it; of a change, null leaves it as it is.',
  })
  selection?: CohortInput | null;
}

export function toSavedCohort(study: string, { rule, nNow, ...row }: SavedCohortData): SavedCohort {
  return { ...row, study, rule: rule && showCohort(rule), n: nNow };
}

export function toVersion({ rule, ...row }: SavedVersion): SavedCohortVersion {
  return { ...row, rule: rule && showCohort(rule) };
}
