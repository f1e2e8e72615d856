import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { CohortInput } from '../cohort/index.ts';

export const TrainingSplit = { stratified: 'stratified', centre: 'centre', evaluationSet: 'evaluationSet' } as const;
export type TrainingSplitName = keyof typeof TrainingSplit;
registerEnumType(TrainingSplit, {
  name: 'TrainingSplit',
  description:
    'By patient, each label dealt out by share; centre: one centre held out as the test part; evaluationSet: internal and external sets are the test part.',
});

export const ClassWeightsEnum = { none: 'none', balanced: 'balanced' } as const;
registerEnumType(ClassWeightsEnum, {
  name: 'ClassWeights',
  description: 'balanced: each class of the training part has the same say in the loss.',
});

export const TrainingProvider = { auto: 'auto', cuda: 'cuda', webgpu: 'webgpu', cpu: 'cpu' } as const;

@InputType({ description: 'Which slides, how they are divided, and how the layer is trained.' })
export class TrainingInput {
  @Field(() => ID, { description: 'The model whose networks stay as they are.' }) modelId!: string;
  @Field(() => CohortInput, { nullable: true }) cohort?: CohortInput | null;
  @Field(() => TrainingSplit, { defaultValue: 'stratified' }) split!: TrainingSplitName;
  @Field(() => String, { nullable: true, description: 'Code of the centre that is held out; for centre alone.' })
  testCentre?: string | null;
  @Field(() => Float, { defaultValue: 0.2, description: 'Share of the patients, 0.05 to 0.5.' }) tuningShare!: number;
  @Field(() => Float, { defaultValue: 0.2, description: 'Share of the patients, 0.05 to 0.5; for stratified alone.' })
  testShare!: number;
  @Field(() => Int, { defaultValue: 1, description: 'Of the split and of the first weights.' }) seed!: number;
  @Field(() => Int, { defaultValue: 3000, description: '1 to 3000.' }) epochs!: number;
  @Field(() => Float, { defaultValue: 0.01 }) learningRate!: number;
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Slides are confined to the outlines that stand on them; those without are taken whole.',
  })
  useOutlines!: boolean;
  @Field(() => ClassWeightsEnum, { defaultValue: 'none' }) classWeights!: keyof typeof ClassWeightsEnum;
}
