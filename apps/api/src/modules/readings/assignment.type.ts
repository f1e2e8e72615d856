import { discordanceRules } from '@haim/schema';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.ts';
import { type KappaResult } from '@haim/stats';
import { Said, SaidList } from '../../graphql/statement.type.ts';
import { type Statement } from '@haim/schema';
import { DerivedReading } from './reading.type.ts';

const rules = discordanceRules.codes.map(({ code }) => code).join(', ');

@ObjectType({ description: 'When two readings differ, and where the study departs from the published criteria.' })
export class ReadingPlan {
  @Field(() => String, { description: rules }) discordance!: string;
  @Field(() => Float, { description: 'Least growth that counts as progression, mm; 0 by mRECIST.' })
  absoluteIncreaseMm!: number;
  @Field(() => Int, { description: 'SD earlier than this study day counts as not evaluable; 0 for none.' })
  stableFromDay!: number;
  @Field(() => Int, { description: 'CR and PR are confirmed at least so many days later; 0 for none.' })
  confirmationDays!: number;
  @Field(() => Boolean, { description: 'A thrombus of the portal vein may be a target; no by mRECIST.' })
  thrombusAsTarget!: boolean;
  @Field(() => Float, { description: 'Least short axis of a target node at the porta hepatis, mm; 20 by mRECIST.' })
  hilarNodeMm!: number;
  @Field(() => Float, { description: 'The same of another node, mm; 15 by mRECIST.' }) nodeMm!: number;
  @Field(() => Boolean, { description: 'An effusion progresses only with malignant cells; yes by mRECIST.' })
  effusionNeedsCytology!: boolean;
  @Field(() => Float, { description: 'Growth from which an atypical new lesion counts, mm; 10 by mRECIST.' })
  atypicalGrowthMm!: number;
  @Field(() => Int, { description: 'To be named by the next change; 0 where none is stored.' }) version!: number;
}

@InputType()
export class ReadingPlanInput {
  @Field(() => String, { description: rules }) discordance!: string;
  @Field(() => Float) absoluteIncreaseMm!: number;
  @Field(() => Int) stableFromDay!: number;
  @Field(() => Int) confirmationDays!: number;
  @Field(() => Boolean) thrombusAsTarget!: boolean;
  @Field(() => Float) hilarNodeMm!: number;
  @Field(() => Float) nodeMm!: number;
  @Field(() => Boolean) effusionNeedsCytology!: boolean;
  @Field(() => Float) atypicalGrowthMm!: number;
}

@ObjectType({ description: 'Somebody to whom cases can be given; with both rights, listed twice.' })
export class BlindMember {
  @Field(() => ID) userId!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'readBlind or adjudicate' }) right!: string;
}

@ObjectType()
export class ImageToRead {
  @Field(() => ID) id!: string;
  @Field(() => Int) visitNumber!: number;
  @Field(() => Float, { nullable: true, description: 'Study day; null where it cannot be counted.' })
  day!: number | null;
}

@ObjectType({ description: 'A patient with at least two images.' })
export class PatientToRead {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => [ImageToRead]) images!: readonly ImageToRead[];
  @Field(() => Boolean, { description: 'A case of the patient was decided.' }) isAccepted!: boolean;
  @Field(() => Boolean, { description: 'A case of the patient is not decided yet.' }) isAssigned!: boolean;
}

@InputType()
export class PatientToReadInput {
  @Field(() => ID) patientId!: string;
  @Field(() => [ID], { nullable: true, description: 'All images of the patient where left out.' })
  assessmentIds?: string[] | null;
}

@ObjectType()
export class ReadingOfCase {
  @Field(() => String, { description: 'first, second or adjudication' }) slot!: string;
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'open or submitted' }) state!: string;
}

@ObjectType({ description: 'A case as those see it who assign readings; which patient it is, revealReadingCase says.' })
export class ReadingCase {
  @Field(() => ID) id!: string;
  @Field(() => Int) number!: number;
  @Field(() => [Float]) days!: readonly number[];
  @Field(() => String, { description: 'reading, discordant or accepted' }) state!: string;
  @Field(() => Boolean, { nullable: true, description: 'Null until both readings are handed in.' })
  differs!: boolean | null;
  @Field(() => Boolean, { description: 'The accepted reading is stored with the records of the patient.' })
  isStored!: boolean;
  @Field(() => String, { nullable: true, description: 'Why it could not be stored.' }) fault!: string | null;
  @Field(() => DateTime) createdAt!: Date;
  @Field(() => [ReadingOfCase]) readings!: readonly ReadingOfCase[];
}

@ObjectType({ description: 'The patient of a case; the trail says who looked.' })
export class RevealedCase {
  @Field(() => ID) patientId!: string;
  @Field(() => String) code!: string;
}

@ObjectType({ description: 'Cohen’s kappa of two readers, unweighted.' })
export class ReadersKappa {
  @Field(() => Int) n!: number;
  @Field(() => Float, { description: 'Share of agreement.' }) observed!: number;
  @Field(() => Float, { nullable: true }) kappa!: number | null;
  @Field(() => Float, { nullable: true }) lower!: number | null;
  @Field(() => Float, { nullable: true }) upper!: number | null;
  @Said() method!: Statement;
  @SaidList() warnings!: Statement[];
}

@ObjectType({ description: 'How far the two readers agree, over the centres whose records the viewer may read.' })
export class ReadingAgreement {
  @Field(() => Int, { description: 'Cases that both readers have handed in.' }) cases!: number;
  @Field(() => Int, { description: 'Of them, those that differ.' }) discordant!: number;
  @Field(() => Int, { description: 'Of these, those that are decided.' }) adjudicated!: number;
  @Field(() => ReadersKappa, { nullable: true, description: 'Of the overall response of each visit.' })
  ofVisits!: ReadersKappa | null;
  @Field(() => ReadersKappa, { nullable: true, description: 'Of the best response of each case.' })
  ofBest!: ReadersKappa | null;
}

export function toKappa(result: KappaResult | null): ReadersKappa | null {
  return result && Object.assign(new ReadersKappa(), result);
}

@ObjectType({ description: 'What two readers agreed on, or an adjudicator decided, for images of a patient.' })
export class AcceptedReading {
  @Field(() => ID) id!: string;
  @Field(() => Boolean) isAdjudicated!: boolean;
  @Field(() => DateTime) acceptedAt!: Date;
  @Field(() => Boolean, { description: 'It is the response as read of the images.' }) isStored!: boolean;
  @Field(() => String, { nullable: true, description: 'Why it could not be stored.' }) fault!: string | null;
  @Field(() => [ID], { description: 'The tumour assessments, in the order of the days.' })
  assessmentIds!: readonly string[];
  @Field(() => DerivedReading) derived!: DerivedReading;
}
