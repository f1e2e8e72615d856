import { type AuditKind } from '@haim/schema';
import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { DateTime } from '../../graphql/scalars.ts';
import { AuditFilter, AuditKindEnum } from './audit.input.ts';
import { toName, toText } from './audit-names.ts';
import { nameOf, type NamesInTrail } from './names-in-trail.ts';
import { type AuditRow } from './audit.query.ts';
import { type AuditService, COUNTED } from './audit.service.ts';

@ObjectType()
class AuditChange {
  @Field(() => String) field!: string;
  @Field(() => String, { nullable: true }) oldValue!: string | null;
  @Field(() => String, { nullable: true }) newValue!: string | null;
  @Field(() => String, { nullable: true, description: 'The person or the centre whose id the old value is.' })
  oldName!: string | null;
  @Field(() => String, { nullable: true, description: 'The person or the centre whose id the new value is.' })
  newName!: string | null;
}

@ObjectType()
class AuditDetail {
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true }) value!: string | null;
  @Field(() => String, { nullable: true, description: 'The person or the centre whose id the value is.' })
  valueName!: string | null;
}

@ObjectType({
  description: 'Written by the database in the transaction of the change itself; never changed, never removed.',
})
class AuditEntry {
  @Field(() => ID) id!: string;
  @Field(() => Int, {
    nullable: true,
    description:
      'Its place in the chain of the study; null until it is sealed, and without the right to read the whole audit.',
  })
  sequence!: number | null;
  @Field(() => DateTime) at!: Date;
  @Field(() => String, { description: 'The name of the user, or what acted in place of one.' }) by!: string;
  @Field(() => String) byId!: string;
  @Field(() => AuditKindEnum, { description: 'create, correct, delete, or an event.' }) action!: AuditKind;
  @Field(() => String, { nullable: true, description: 'The form or another table; null for an event.' }) form!:
    | string
    | null;
  @Field(() => ID, { nullable: true }) recordId!: string | null;
  @Field(() => ID, { nullable: true }) patientId!: string | null;
  @Field(() => String, { nullable: true }) patientCode!: string | null;
  @Field(() => String, { nullable: true }) centre!: string | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => ID, { nullable: true, description: 'All entries of one request have the same.' }) requestId!:
    | string
    | null;
  @Field(() => [AuditChange]) changes!: AuditChange[];
  @Field(() => [AuditDetail], { description: 'Of an event; of a row of the study itself, which row it is.' })
  details!: AuditDetail[];
}

@ObjectType()
class AuditPerson {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
}

@ObjectType()
class AuditCount {
  @Field(() => Int) n!: number;
  @Field(() => Boolean, { description: 'Counting stopped: there are more than n.' }) isMore!: boolean;
}

@ObjectType({ description: 'Where the chain ended when this was written outside the database.' })
class AuditHeadType {
  @Field(() => DateTime) at!: Date;
  @Field(() => Int) sequence!: number;
  @Field(() => String) hash!: string;
  @Field(() => Boolean, { description: 'Whether the entry with that number still has that hash.' }) agrees!: boolean;
}

@ObjectType({ description: 'The outcome of the newest `portal audit verify`.' })
class AuditVerified {
  @Field(() => DateTime) at!: Date;
  @Field(() => Int, { description: 'Every entry up to this one is as it was sealed.' }) sequence!: number;
  @Field(() => String, { nullable: true, description: 'The first bad entry, in English.' }) fault!: string | null;
}

@ObjectType({
  description: 'Each entry of a study has a number and a hash over the hash before it and its own content.',
})
class AuditChain {
  @Field(() => Int) sealed!: number;
  @Field(() => Int, { description: 'Entries that wait for their number, for about a second.' }) unsealed!: number;
  @Field(() => String, { nullable: true, description: 'Of the last sealed entry.' }) hash!: string | null;
  @Field(() => AuditHeadType, { nullable: true }) head!: AuditHeadType | null;
  @Field(() => AuditVerified, { nullable: true }) verified!: AuditVerified | null;
}

const ofPortal = {
  nullable: true,
  description:
    'Left out for what belongs to no study, such as sign-ins: for those who may read the audit of the portal.',
} as const;

@Resolver()
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @Query(() => [AuditEntry], {
    description:
      'Newest first: the whole trail for those who may read the audit of the study, otherwise changes of the records that are open to the asker.',
  })
  async auditEntries(
    @Arg('study', () => String, ofPortal) study: string | null,
    @Arg('patientId', () => ID, { nullable: true }) patientId: string | null,
    @Arg('first', () => Int, { defaultValue: 50, description: '1 to 200' }) first: number,
    @Arg('filter', () => AuditFilter, { nullable: true }) filter: AuditFilter | null,
    @Arg('after', () => ID, { nullable: true, description: 'The id of the last entry of the page before.' })
    after: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<AuditEntry[]> {
    const wanted = filter ?? new AuditFilter();
    const rows = await this.audit.page(ctx, study ?? null, {
      filter: patientId ? { ...wanted, patientId } : wanted,
      first,
      after: after ?? null,
    });
    const names = await this.audit.names(ctx, rows);
    return rows.map((row) => toEntry(row, names));
  }

  @Query(() => AuditCount, { description: `Counted up to ${COUNTED}.` })
  async auditCount(
    @Arg('study', () => String, ofPortal) study: string | null,
    @Arg('filter', () => AuditFilter, { nullable: true }) filter: AuditFilter | null,
    @Ctx() ctx: PortalContext,
  ): Promise<AuditCount> {
    const n = await this.audit.count(ctx, study ?? null, filter ?? new AuditFilter());
    return { n: Math.min(n, COUNTED), isMore: n > COUNTED };
  }

  @Query(() => [AuditPerson], {
    description: 'Everybody whom the trail names; none without the right to read the audit of the whole study.',
  })
  auditPeople(
    @Arg('study', () => String, ofPortal) study: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<AuditPerson[]> {
    return this.audit.people(ctx, study ?? null);
  }

  @Query(() => AuditChain, {
    nullable: true,
    description: 'Null without the right to read the audit of the whole study.',
  })
  async auditChain(
    @Arg('study', () => String, ofPortal) study: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<AuditChain | null> {
    const chain = await this.audit.chain(ctx, study ?? null);
    return chain && { ...chain, head: chain.head && { ...chain.head, at: new Date(chain.head.at) } };
  }

  @Mutation(() => Boolean, {
    description:
      'Records that a file with rows of the study was saved, which a page makes of what it has already read.',
  })
  async recordExport(
    @Arg('study', () => String) study: string,
    @Arg('what', () => String, { description: 'What the file holds, in a few words.' }) what: string,
    @Arg('rows', () => Int) rows: number,
    @Arg('fileName', () => String, { nullable: true }) fileName: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    await this.audit.recordExport(ctx, study, { what, rows, fileName: fileName ?? null });
    return true;
  }
}

function toEntry(
  { userId, userName, kind, table, changes, details, sequence, ...row }: AuditRow,
  names: NamesInTrail,
): AuditEntry {
  return {
    ...row,
    sequence: sequence === null ? null : Number(sequence),
    by: userName,
    byId: userId,
    action: kind,
    form: table === null ? null : toName(table),
    changes: Object.entries(changes).map(([column, [oldValue, newValue]]) => ({
      field: toName(column),
      oldValue: toText(oldValue),
      newValue: toText(newValue),
      oldName: nameOf(names, column, oldValue),
      newName: nameOf(names, column, newValue),
    })),
    details: Object.entries(details ?? {}).map(([name, value]) => ({
      name: toName(name),
      value: toText(value),
      valueName: nameOf(names, name, value),
    })),
  };
}
