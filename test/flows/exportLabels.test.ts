import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfirmedLabel } from '../../src/domain/confirmedLabel.js';
import { exportLabels } from '../../src/flows/exportLabels.js';
import type { LabelledComment } from '../../src/store/labelStore.js';
import { parseLabelledLines } from '../../src/tagging/labelledLines.js';

const label = (theme: string, changes: Partial<ConfirmedLabel>): ConfirmedLabel => ({
  theme,
  present: true,
  polarity: 'neg',
  evidence: [],
  source: 'correction',
  by: 'local',
  at: '2024-07-01T10:00:00Z',
  ...changes,
});

const comment = (id: number, labels: readonly ConfirmedLabel[]): LabelledComment => ({
  id,
  text: 'Ruoka oli kylmää',
  lang: 'fi',
  unit: 'ward',
  day: '2024-07-01',
  labels,
});

async function exported(comments: readonly LabelledComment[]): Promise<string> {
  let text = '';
  const store = {
    labelledComments: ({ afterId = 0, limit }: { afterId?: number; limit: number }) =>
      Promise.resolve(comments.filter(({ id }) => id > afterId).slice(0, limit)),
  };
  for await (const lines of exportLabels(store)) text += lines;
  return text;
}

test('a line holds what is there with the words that say it, what is there without a polarity, and what is absent', async () => {
  const text = await exported([
    comment(7, [
      label('food', { evidence: [{ start: 0, end: 5 }] }),
      label('staff', {
        evidence: [
          { start: 0, end: 5 },
          { start: 6, end: 9 },
        ],
      }),
      label('parking', { polarity: null, source: 'candidate' }),
      label('access', { present: false, polarity: null, source: 'sample' }),
    ]),
  ]);
  assert.deepEqual(JSON.parse(text), {
    id: '7',
    lang: 'fi',
    unit: 'ward',
    day: '2024-07-01',
    text: 'Ruoka oli kylmää',
    labels: [
      { theme: 'food', polarity: 'neg', quote: 'Ruoka', source: 'correction' },
      { theme: 'staff', polarity: 'neg', source: 'correction' },
    ],
    present: [{ theme: 'parking', source: 'candidate' }],
    absent: [{ theme: 'access', source: 'sample' }],
  });
});

test('more comments than a page are all there, and the lines are those that labelled files have', async () => {
  const text = await exported(Array.from({ length: 1203 }, (_, index) => comment(index + 1, [label('food', {})])));
  const parsed = parseLabelledLines(text, 'labels.jsonl', ['food']);
  assert.equal(parsed.length, 1203);
  assert.deepEqual(parsed[0]?.labels, [{ theme: 'food', polarity: 'neg' }]);
});
