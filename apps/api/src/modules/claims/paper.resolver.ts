import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type TableFiles, TableFilesType } from '../analyses/index.ts';
import { SnapshotArg } from '../cohort/index.ts';
import { type PaperService } from './paper.service.ts';
import { CheckedPaperType, Paper, toChecked, toPaper } from './paper.type.ts';

@Resolver(() => Paper)
export class PaperResolver {
  constructor(private readonly papers: PaperService) {}

  @Query(() => [Paper], { name: 'papers', description: 'The publications whose numbers the study compares, by name.' })
  async list(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<Paper[]> {
    return (await this.papers.list(ctx, study)).map(toPaper);
  }

  @Query(() => CheckedPaperType, {
    nullable: true,
    description: 'null where a centre of the study is closed to the asker: the numbers would be of others.',
  })
  async checkedPaper(
    @Arg('study', () => String) study: string,
    @Arg('paper', () => String) paper: string,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<CheckedPaperType | null> {
    const checked = await this.papers.check(ctx, study, paper, snapshot ?? null);
    return checked && toChecked(checked);
  }

  @Query(() => TableFilesType, {
    nullable: true,
    description: 'Repeats the number of a claim in R; null where it is a count of patients, and as `checkedPaper`.',
  })
  claimFiles(
    @Arg('study', () => String) study: string,
    @Arg('paper', () => String) paper: string,
    @Arg('claim', () => String) claim: string,
    @SnapshotArg() snapshot: string | null,
    @Ctx() ctx: PortalContext,
  ): Promise<TableFiles | null> {
    return this.papers.files(ctx, study, { paper, claim, snapshot: snapshot ?? null });
  }

  @Mutation(() => Paper, {
    description: 'Keeps a file of claims. The version is the one that was read, 0 of a new paper.',
  })
  async setPaper(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('file', () => String, { description: 'JSON.' }) file: string,
    @Ctx() ctx: PortalContext,
  ): Promise<Paper> {
    return toPaper(await this.papers.set(ctx, study, version, file));
  }

  @Mutation(() => Boolean, { description: 'The version is the one that was read.' })
  async removePaper(
    @Arg('study', () => String) study: string,
    @Arg('name', () => String) name: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: PortalContext,
  ): Promise<boolean> {
    await this.papers.remove(ctx, study, name, version);
    return true;
  }
}
