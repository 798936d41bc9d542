/**
 * Writes the same input to the database named on the command line until it is killed or done: responses in batches with their
 * import's progress, then tags, then what people say about some of them. Run by crash.test.ts.
 */
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { shippedDocument } from '../../src/domain/taxonomyDocument.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { response, VERSIONS } from './samples.js';

const words = { fi: '', sv: '', en: '' };
const THEMES = shippedDocument({
  version: VERSIONS.taxonomy,
  themes: [{ key: 'premises', name: words, description: words, excludes: words, colour: 0 }],
});
const [file = '', batches = '', batchSize = ''] = process.argv.slice(2);
const store = await openStore({ file });
const importId =
  (await store.listImports(1))[0]?.id ??
  (await store.startImport({ source: 'survey', fileName: 'f', bytesTotal: 0, startedAt: '2024-07-01T08:00:00Z' }));
process.stdout.write('ready\n');
for (let batch = 0; batch < Number(batches); batch++) {
  const rows = Array.from({ length: Number(batchSize) }, (_, index) => {
    const number = batch * Number(batchSize) + index;
    return response(String(number), {
      day: `2024-0${1 + (number % 6)}-1${number % 10}`,
      comment: number % 3 === 0 ? null : `sana${number % 50} kiitos`,
      statements: { safe: 1 + (number % 5) },
      unitPath: ['hospital', `unit-${number % 7}`],
    });
  });
  const stored = (await store.readCells(NO_FILTER, []))[0]?.count ?? 0;
  const outcomes = await store.addResponses(rows);
  const accepted = outcomes.filter((outcome) => outcome.outcome === 'accepted').length;
  // a second call with the counter in the same transaction as nothing new: progress is the number of stored responses
  await store.addResponses([], { importId, importProgress: { accepted: stored + accepted } });
  const pending = await store.pendingComments(Math.ceil(Number(batchSize) / 2));
  await store.saveTags(
    pending.map((comment) => ({
      id: comment.id,
      state: 'tagged',
      tags:
        comment.id % 2 ? [{ theme: 'access', polarity: 'neg', confidence: 0.8, evidence: [{ start: 0, end: 4 }] }] : [],
    })),
    VERSIONS,
    [],
  );
  const labelled = pending.filter((comment) => comment.id % 5 === 0).map((comment) => comment.id);
  const machine = labelled.map((id) => ({ id, state: 'tagged' as const, tags: [] }));
  const said = { theme: 'premises', present: true, polarity: 'neg', evidence: [], source: 'correction' } as const;
  await store.saveLabels(
    labelled.map((response) => ({ ...said, response, by: 'local', at: '2024-07-01T08:00:00Z' })),
    machine,
    VERSIONS,
    THEMES,
  );
  const [first] = machine;
  if (first) await store.withdrawLabel(first.id, 'premises', 'local', 'later', [first], VERSIONS, THEMES);
  process.stdout.write(`${batch}\n`);
}
await store.close();
process.stdout.write('done\n');
