import {
  claimUnits,
  type ClaimUnit,
  type ClaimVerdict,
  claimVerdicts,
  ruleSaid,
  type Statement,
  type SubjectVariable,
  unitOfClaim,
} from '@haim/schema';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { Said, StatementType } from '../../graphql/statement.type.ts';
import { type JudgedClaim } from './judge.ts';
import { paperFile, type StoredPaper } from './paper.query.ts';
import { type CheckedPaper } from './paper.service.ts';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name.replaceAll(/[A-Z]/g, '_$&').toUpperCase(), name]));

const VerdictEnum = enumOf(claimVerdicts);
registerEnumType(VerdictEnum, {
  name: 'ClaimVerdict',
  description:
    'ROUNDING: within the last digit, truncated or rounded up. NOT_ATTAINABLE: no data of that size give the printed number.',
});
const UnitEnum = enumOf(claimUnits);
registerEnumType(UnitEnum, { name: 'ClaimUnit', description: 'What a claimed number is of.' });

@ObjectType({ description: 'A publication as the numbers it claims.' })
export class Paper {
  @Field(() => String, { description: 'Within the study.' }) name!: string;
  @Field(() => String) citation!: string;
  @Field(() => Int, { description: 'Claims.' }) size!: number;
  @Field(() => Int) version!: number;
  @Field(() => DateTime) updatedAt!: Date;
  @Field(() => String) updatedBy!: string;
  @Field(() => String, { description: 'JSON, as it may be given again.' }) file!: string;
}

@ObjectType({ description: 'A printed number beside the one that the records give.' })
export class CheckedClaim {
  @Field(() => String, { description: 'Within the paper.' }) name!: string;
  @Field(() => String, { description: 'Where it is printed.' }) place!: string;
  @Said() rule!: Statement;
  @Field(() => UnitEnum) unit!: ClaimUnit;
  @Field(() => Float, { nullable: true, description: 'null: printed as not reached.' }) printed!: number | null;
  @Field(() => Int, { description: 'Digits behind the point of the printed number.' }) decimals!: number;
  @Field(() => Boolean, { description: 'Printed as below the number.' }) isBelow!: boolean;
  @Field(() => Float, { nullable: true, description: 'null: not reached, or not recomputed.' })
  recomputed!: number | null;
  @Field(() => Float, { nullable: true, description: 'Recomputed minus printed.' }) difference!: number | null;
  @Field(() => VerdictEnum) verdict!: ClaimVerdict;
  @Field(() => [StatementType], { description: 'What it is computed by, and why the two differ.' })
  reasons!: readonly Statement[];
  @Field(() => Boolean, { description: 'Whether a script repeats the number in R.' }) hasScript!: boolean;
}

@ObjectType({ description: 'The claims of a paper, recomputed from everybody whom the study counts.' })
export class CheckedPaperType {
  @Field(() => String) name!: string;
  @Field(() => String) citation!: string;
  @Field(() => String, { description: 'Name and version of the rule that made responses and times.' })
  recipe!: string;
  @Field(() => Int, { description: 'Version of the study that every recomputed number is of.' }) dataVersion!: number;
  @Field(() => Float, { description: 'Days in a month.' }) monthDays!: number;
  @Field(() => [CheckedClaim], { description: 'In the order of the paper.' }) claims!: readonly CheckedClaim[];
}

export function toPaper(stored: StoredPaper): Paper {
  const { name, citation, claims, version, updatedAt, updatedBy } = stored;
  return { name, citation, size: claims.length, version, updatedAt, updatedBy, file: paperFile(stored) };
}

export function toChecked({ paper, claims, own, ...about }: CheckedPaper): CheckedPaperType {
  return {
    ...{ name: paper.name, citation: paper.citation, ...about },
    claims: claims.map((judged) => toClaim(judged, own)),
  };
}

const counts: readonly string[] = ['patients', 'share', 'setSize', 'setOverlap'];

function toClaim({ claim, ...judged }: JudgedClaim, own: readonly SubjectVariable[]): CheckedClaim {
  const { name, place, value, decimals, isBelow, rule } = claim;
  return Object.assign(new CheckedClaim(), {
    ...{ name, place, rule: ruleSaid(rule, { own }), unit: unitOfClaim(rule), printed: value, decimals, isBelow },
    ...judged,
    hasScript: judged.verdict !== 'notRecomputed' && !counts.includes(rule.kind),
  });
}
