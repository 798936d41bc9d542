import { strict as assert } from 'node:assert';
import { before, describe, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LANGUAGES } from '../../src/domain/theme.js';
import { projectRoot } from '../../src/root.js';
import type { Heads } from '../../src/tagging/heads.js';
import { parseLabelledLines } from '../../src/tagging/labelledLines.js';
import type { TrainingComment } from '../../src/tagging/learner.js';
import { EMPTY_OVERLAY, type HeadsOverlay, type OwnThemeHead } from '../../src/tagging/overlay.js';
import { trainOverlay } from '../../src/tagging/training.js';
import type { TrainingCell, TrainingReport } from '../../src/tagging/trainingReport.js';
import { embedCalibrationComments, readShippedHeads } from './embeddedLabels.js';

const SEED = 1;
const ALL = 1000;
type Verdict = TrainingComment['verdicts'][number];

let heads: Heads;
/** All calibration comments with a verdict on every theme. */
let calibration: readonly TrainingComment[];
/** Three fifths stand for the labels that come with the product, two fifths for what people confirm here. */
let committed: readonly TrainingComment[];
let people: readonly TrainingComment[];
/** Learned from the committed ones: it has seen none of people's. */
let current: HeadsOverlay;
/** What comes of teaching what people say rightly. */
let taught: ReturnType<typeof trainOverlay>;

before(async () => {
  heads = await readShippedHeads();
  const vectors = new Map((await embedCalibrationComments(heads, ALL)).map((each) => [each.text, each.vectors]));
  const files = await Promise.all(
    LANGUAGES.map((lang) =>
      readFile(join(projectRoot(), 'data', 'labels', `calibration_${lang}.jsonl`), 'utf8').then((content) =>
        parseLabelledLines(content, lang, heads.themes),
      ),
    ),
  );
  calibration = files.flat().map(({ text, lang, labels }) => ({
    text,
    lang,
    vectors: vectors.get(text)!,
    complete: false,
    origin: 'committed',
    verdicts: heads.themes.map((theme) => {
      const label = labels.find((each) => each.theme === theme);
      return { theme, present: label !== undefined, polarity: label?.polarity ?? null };
    }),
  }));
  committed = calibration.filter((_, index) => index % 5 < 3);
  people = calibration.filter((_, index) => index % 5 >= 3).map((comment) => ({ ...comment, origin: 'person' }));
  current = trainOverlay(heads, committed, EMPTY_OVERLAY, SEED).overlay;
  taught = trainOverlay(heads, [...committed, ...people], current, SEED);
});

function train(said: readonly TrainingComment[], from = current): TrainingReport {
  return trainOverlay(heads, [...committed, ...said], from, SEED).report;
}

/** People's comments with other verdicts. */
function saying(change: (verdict: Verdict, index: number) => Verdict): TrainingComment[] {
  return people.map((comment) => ({ ...comment, verdicts: comment.verdicts.map(change) }));
}

const flipped = (): TrainingComment[] =>
  saying(({ theme, present }) => ({ theme, present: !present, polarity: present ? null : 'neg' }));

function cell(report: TrainingReport, name: Partial<TrainingCell>): TrainingCell {
  const wanted = { measure: 'theme', theme: null, lang: null, origin: 'committed', ...name };
  const found = report.cells.find((each) =>
    Object.entries(wanted).every(([key, value]) => each[key as keyof TrainingCell] === value),
  );
  return found ?? assert.fail(`no cell ${JSON.stringify(wanted)}`);
}

describe('what people say rightly', () => {
  test('is accepted, and known of every theme, language and origin', () => {
    const { report } = taught;
    assert.deepEqual([report.accepted, report.refusedFor], [true, []]);
    assert.equal(report.comments.committed + report.comments.person, calibration.length);
    const fi = cell(report, { theme: 'waiting_times', lang: 'fi', origin: 'person' });
    const truth = people.filter(
      ({ lang, verdicts }) => lang === 'fi' && verdicts.some((each) => each.theme === 'waiting_times' && each.present),
    );
    assert.equal(fi.labelled, truth.length);
    assert.ok(fi.change && fi.change.interval[0] <= fi.change.value && fi.change.value <= fi.change.interval[1]);
  });

  test('said again teaches nothing new: before and after are the same figures', () => {
    const { overlay } = taught;
    const again = trainOverlay(heads, [...committed, ...people], overlay, SEED);
    assert.equal(again.report.accepted, true);
    assert.deepEqual(again.report.before, again.report.after);
    assert.deepEqual(again.overlay, overlay);
  });

  test('gives the same overlay and report to the byte each time', () => {
    const again = trainOverlay(heads, [...committed, ...people], current, SEED);
    assert.equal(JSON.stringify(again), JSON.stringify(taught));
  });

  test('as corrections alone, where the machine was wrong, moves no threshold and is accepted', () => {
    const few = people.map((comment) => ({ ...comment, verdicts: comment.verdicts.filter((each) => each.present) }));
    const { overlay, report } = trainOverlay(heads, [...committed, ...few], current, SEED);
    assert.equal(report.comments.person, people.length);
    const thresholds = (of: HeadsOverlay): number[] => Object.values(of.themes).map(({ threshold }) => threshold);
    const shifts = thresholds(overlay).map((threshold, k) => Math.abs(threshold - thresholds(current)[k]!));
    assert.ok(Math.max(...shifts) <= 0.15, shifts.join());
  });
});

describe('what would do harm is refused', () => {
  test('every verdict turned round: F1 of the committed labels falls in every language', () => {
    const report = train(flipped());
    assert.equal(report.accepted, false);
    for (const lang of LANGUAGES) assert.ok(cell(report, { lang }).worse, lang);
    assert.ok(report.refusedFor.includes('theme all all committed'));
    assert.ok(report.refusedFor.includes('theme waiting_times fi committed'));
  });

  test('also where the labels were learned rightly first and turned round later', () => {
    assert.equal(train(flipped(), taught.overlay).accepted, false);
  });

  test('verdicts put to the wrong themes: the confidence is no longer right', () => {
    const rotated = saying((verdict, index) => ({
      ...verdict,
      theme: heads.themes[(index + 3) % heads.themes.length]!,
    }));
    const report = train(rotated);
    assert.equal(report.accepted, false);
    const { before: old, after, worse } = cell(report, { measure: 'confidence' });
    assert.ok(worse && after.brier! > old.brier!);
  });

  test('praise, complaint and neutral exchanged: themes stay, polarity is worse', () => {
    const wrong = { pos: 'neg', neg: 'neu', neu: 'pos' } as const;
    const report = train(saying((verdict) => ({ ...verdict, polarity: verdict.polarity && wrong[verdict.polarity] })));
    assert.equal(report.accepted, false);
    assert.ok(
      report.refusedFor.every((name) => name.startsWith('joint ')),
      report.refusedFor.join(),
    );
  });
});

describe('figures of a training', () => {
  test('are those of comments that were not fitted on', () => {
    const { report } = trainOverlay(heads, calibration, EMPTY_OVERLAY, SEED);
    const micro = report.after.find(({ lang }) => lang === null)?.microF1 ?? 0;
    assert.ok(micro > 0.72 && micro < 0.77, String(micro));
    for (const { lang, calibrationError } of report.after) assert.ok(calibrationError! < 0.05, String(lang));
  });

  test('count only what is known: a theme that was not judged is neither there nor absent', () => {
    const waiting = people.map((comment) => ({ ...comment, verdicts: comment.verdicts.slice(0, 1) }));
    const report = train(waiting);
    const themes = new Set(report.cells.filter(({ origin }) => origin === 'person').map(({ theme }) => theme));
    assert.deepEqual([...themes].sort(), [heads.themes[0]!, null].sort());
  });
});

describe('themes that little is known about', () => {
  const own: OwnThemeHead = {
    theme: 'parking',
    encoder: Buffer.from(Float32Array.from({ length: 384 }, (_, i) => (i === 0 ? 1 : 0)).buffer).toString('base64'),
    encoderBias: 0,
    lexical: [],
    lexicalBias: 0,
    stack: { encoder: 1, lexical: 0, bias: -2 },
    threshold: 0.6,
  };

  test('keep their head, stack and threshold', () => {
    const { overlay } = trainOverlay(heads, committed, { ...EMPTY_OVERLAY, ownThemes: [own] }, SEED);
    assert.deepEqual(overlay.ownThemes, [own]);
  });

  test('learn their stack and threshold from thirty verdicts and more, and keep their head', () => {
    const said = people.slice(0, 80).map((comment, index): TrainingComment => ({
      ...comment,
      verdicts: [...comment.verdicts, { theme: 'parking', present: index % 4 === 0, polarity: null }],
    }));
    const { overlay, report } = trainOverlay(
      heads,
      [...committed, ...said],
      { ...EMPTY_OVERLAY, ownThemes: [own] },
      SEED,
    );
    const [learned] = overlay.ownThemes;
    assert.equal(learned?.encoder, own.encoder);
    assert.notDeepEqual(learned?.stack, own.stack);
    assert.equal(cell(report, { theme: 'parking', origin: 'person' }).known, 80);
    assert.ok(!report.cells.some(({ theme, origin }) => theme === 'parking' && origin === 'committed'));
  });
});
