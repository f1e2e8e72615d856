import { type FormName, forms, type Row } from '@haim/schema';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { DateTime, Json } from '../../graphql/scalars.ts';
import { type Removed } from './record-remover.ts';
import { type RemovalService, type RemovedPatient } from './removal.service.ts';

@ObjectType({ description: 'A record that was removed, as it was.' })
class RemovedRecord {
  @Field(() => ID) id!: string;
  @Field(() => String) form!: FormName;
  @Field(() => Int) version!: number;
  @Field(() => Json, { description: 'By field, those of the study beginning with own_; what was missing is absent.' })
  values!: Row;
  @Field(() => DateTime) removedAt!: Date;
  @Field(() => String) removedBy!: string;
  @Field(() => String) reason!: string;
}

@ObjectType('RemovedPatient', { description: 'A patient who was removed with every record, or merged into another.' })
class RemovedPatientType {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) centre!: string;
  @Field(() => Int, { description: 'Those removed together with the patient.' }) records!: number;
  @Field(() => DateTime) removedAt!: Date;
  @Field(() => String) removedBy!: string;
  @Field(() => String) reason!: string;
  @Field(() => ID, { nullable: true, description: 'Who got the records; such a patient is not restored.' })
  mergedInto!: string | null;
}

@Resolver()
export class RemovalResolver {
  constructor(private readonly removals: RemovalService) {}

  @Query(() => [RemovedRecord], { description: 'Of a patient, newest first.' })
  async removedRecords(
    @Arg('patientId', () => ID) patientId: string,
    @Ctx() ctx: PortalContext,
  ): Promise<RemovedRecord[]> {
    return (await this.removals.removedRecords(ctx, patientId)).flatMap(recordOf);
  }

  @Query(() => [RemovedPatientType], { description: 'The newest 500 of a study.' })
  async removedPatients(
    @Arg('study', () => String) study: string,
    @Ctx() ctx: PortalContext,
  ): Promise<RemovedPatientType[]> {
    return (await this.removals.removedPatients(ctx, study)).map(patientOf);
  }

  @Mutation(() => Boolean, { description: 'Removes a record for a reason; it can be restored.' })
  async removeRecord(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('form', () => String) form: string,
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int, { description: 'The one that was read.' }) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    await this.removals.removeRecord(ctx, { patientId, form, id, version, reason });
    return true;
  }

  @Mutation(() => Boolean, { description: 'Puts a removed record back, by the checks of a new one.' })
  async restoreRecord(
    @Arg('patientId', () => ID) patientId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    await this.removals.restoreRecord(ctx, { patientId, id, reason });
    return true;
  }

  @Mutation(() => Boolean, {
    description: 'Removes a patient who was entered by mistake, with every record; they can be restored together.',
  })
  async removePatient(
    @Arg('id', () => ID) id: string,
    @Arg('version', () => Int) version: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    await this.removals.removePatient(ctx, { id, version, reason });
    return true;
  }

  @Mutation(() => Boolean, { description: 'Puts a removed patient back with the records removed together with them.' })
  async restorePatient(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    await this.removals.restorePatient(ctx, { id, reason });
    return true;
  }
}

function recordOf({ table, id, version, values, removedAt, removedBy, reason }: Removed): RemovedRecord[] {
  const form = forms.find((one) => tableOf(one) === table)?.name;
  return form ? [{ id, form, version, values, removedAt, removedBy, reason }] : [];
}

function patientOf({ id, patientCode, centre, records, removedAt, removedBy, reason, mergedInto }: RemovedPatient) {
  return { id, code: patientCode, centre, records, removedAt, removedBy, reason, mergedInto };
}
