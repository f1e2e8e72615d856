import S3rver from 's3rver';

/** An object store that speaks the protocol of S3, with the bucket `pathology`. */
const [directory = '', address = '', port = '9000'] = process.argv.slice(2);
const server = new S3rver({
  ...{ port: Number(port), address, silent: true, directory },
  configureBuckets: [{ name: 'pathology' } as never],
});
await server.run();
process.stdout.write('READY\n');
