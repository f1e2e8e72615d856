import { type Form, type FormName, forms, type Row, spreadOwn, typeNameOf } from '@haim/schema';
import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredRow } from '../../db/entity-from-form.ts';
import { formTypes } from '../../graphql/form-types.ts';
import { DoubtReasonInput } from './doubt-reason.input.ts';
import { type RecordService } from './record.service.ts';

/** The resolver of one form: a single mutation that adds (no id) or corrects (id, version and reason) a record. */
function recordResolverOf(form: Form & { name: FormName }) {
  const { Output, Input } = formTypes[form.name];

  @Resolver()
  class RecordResolver {
    constructor(private readonly records: RecordService) {}

    @Mutation(() => Output, {
      name: `save${typeNameOf(form)}`,
      description: `Adds a record of ${form.label.en} (no id), or corrects one (id, the version read, and a reason).`,
    })
    save(
      @Arg('patientId', () => ID) patientId: string,
      @Arg('id', () => ID, { nullable: true }) id: string | null,
      @Arg('version', () => Int, { nullable: true }) version: number | null,
      @Arg('values', () => Input) values: object,
      @Arg('reason', () => String, { nullable: true }) reason: string | null,
      @Arg('doubts', () => [DoubtReasonInput], { nullable: true, description: 'Why doubtful values are right.' })
      doubts: DoubtReasonInput[] | null,
      @Arg('saveKey', () => ID, {
        nullable: true,
        description: 'A UUID by which this save is known: sent again, as after a lost answer, it is stored once.',
      })
      saveKey: string | null,
      @Ctx() ctx: PortalContext,
    ): Promise<StoredRow> {
      return this.records.save(ctx, form, {
        patientId,
        id: id ?? null,
        version: version ?? null,
        values: spreadOwn(values as Row),
        reason: reason ?? null,
        doubts: doubts ?? [],
        saveKey: saveKey ?? null,
      });
    }
  }
  return RecordResolver;
}

export const recordResolvers = forms.map(recordResolverOf);
