import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../../context/portal-context.ts';
import { DataImport, ImportUndo } from './data-import.type.ts';
import { type ImportUndoService } from './import-undo.service.ts';

@Resolver()
export class DataImportResolver {
  constructor(private readonly undos: ImportUndoService) {}

  @Query(() => [DataImport], {
    description: 'The newest 50 of a study, newest first, of those that wrote to centres that the asker reads alone.',
  })
  async dataImports(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<DataImport[]> {
    return this.undos.list(ctx, study);
  }

  @Query(() => ImportUndo, { description: 'Whether an import can be undone, for those who may; changes nothing.' })
  async importUndo(@Arg('id', () => ID) id: string, @Ctx() ctx: PortalContext): Promise<ImportUndo> {
    return this.undos.preview(ctx, id);
  }

  @Mutation(() => DataImport, {
    description:
      'Takes back what an import added and changed, all of it or nothing, within a day and for a reason. What was added stays among the removed records.',
  })
  async undoImport(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: PortalContext,
  ): Promise<DataImport> {
    return this.undos.undo(ctx, { id, reason });
  }
}
