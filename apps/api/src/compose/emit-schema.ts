import { DataSource } from 'typeorm';
import { wire } from './wire.ts';
import { buildPortalSchema, emitSchema } from '../graphql/build-schema.ts';

/** The contract as this code has it, without a database: resolvers are built and never asked. */
export async function emittedSchema(): Promise<string> {
  const { resolvers } = wire({
    dataSource: new DataSource({ type: 'postgres' }),
    appUrl: 'postgres://localhost/unused',
    home: '.',
    onTrouble: () => undefined,
  });
  return emitSchema(await buildPortalSchema(resolvers));
}
