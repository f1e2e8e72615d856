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

export const TrainingHead = { lastLayer: 'lastLayer', attention: 'attention' } as const;
export type TrainingHeadName = keyof typeof TrainingHead;
registerEnumType(TrainingHead, {
  name: 'TrainingHead',
  description:
    'lastLayer: two neurons behind the head of the base model. attention: a new head that weighs the patches of a slide, in its place.',
});

export const TrainingProvider = { auto: 'auto', cuda: 'cuda', webgpu: 'webgpu', cpu: 'cpu' } as const;

@InputType({ description: 'How a head with attention is made, and whether it is cross-validated.' })
export class AttentionInput {
  @Field(() => Int, {
    defaultValue: 64,
    description: 'Units of its first layer, 8 to 512; the attention has half as many.',
  })
  hidden!: number;
  @Field(() => Float, { defaultValue: 0.0001, description: 'Of all parameters, 0 to 1.' }) weightDecay!: number;
  @Field(() => Int, {
    defaultValue: 20,
    description: 'Epochs without a lower tuning loss after which it stops, 1 to 3000.',
  })
  patience!: number;
  @Field(() => Int, { nullable: true, defaultValue: 5, description: '3 to 10, by patient; null: no cross-validation.' })
  folds?: number | null;
  @Field(() => Int, { defaultValue: 1, description: 'Of the cross-validation, with other folds each time, 1 to 5.' })
  repeats!: number;
}

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
  @Field(() => TrainingHead, { defaultValue: 'lastLayer' }) head!: TrainingHeadName;
  @Field(() => Int, { nullable: true, description: '1 to 3000; without it 3000, of an attention head 200.' })
  epochs?: number | null;
  @Field(() => Float, { nullable: true, description: '0.00001 to 1; without it 0.01, of an attention head 0.0005.' })
  learningRate?: number | null;
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Slides are confined to the outlines that stand on them; those without are taken whole.',
  })
  useOutlines!: boolean;
  @Field(() => ClassWeightsEnum, { defaultValue: 'none' }) classWeights!: keyof typeof ClassWeightsEnum;
  @Field(() => AttentionInput, { nullable: true, description: 'For an attention head alone.' })
  attention?: AttentionInput | null;
}
