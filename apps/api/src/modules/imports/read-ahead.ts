/** Rows written in one statement for each form. */
const BATCH = 500;

/** What `read` makes of the records, five hundred at a time. */
export async function* inBatches<Given, Read>(
  records: AsyncIterable<Given>,
  read: (record: Given) => Read,
): AsyncGenerator<Read[], void> {
  let batch: Read[] = [];
  for await (const record of records) {
    batch.push(read(record));
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length) yield batch;
}

/** The same items, each made while whoever asked for the one before it is still at work: one at most waits in memory. */
export async function* oneAhead<Item>(items: AsyncGenerator<Item, void>): AsyncGenerator<Item, void> {
  try {
    for (let next = items.next(); ;) {
      const { done, value } = await next;
      if (done) return;
      next = items.next();
      // It is heard of when the item is asked for: until then nobody is there to hear.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await items.return();
  }
}
