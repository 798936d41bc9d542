import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainShare } from '../../src/domain/plainShare.js';

const said = (share: number): string => {
  const plain = plainShare(share);
  return plain.kind === 'part' ? `${plain.part}/${plain.whole}` : plain.kind;
};

describe('a share in plain words', () => {
  it('is the nearest simple fraction', () => {
    for (const [share, words] of [
      [0.05, '1/20'],
      [0.08, '1/10'],
      [0.14, '1/8'],
      [0.3, '1/3'],
      [0.33, '1/3'],
      [0.4, '2/5'],
      [0.5, '1/2'],
      [0.67, '2/3'],
      [0.72, '3/4'],
      [0.92, '9/10'],
    ] as const) {
      assert.equal(said(share), words, String(share));
    }
  });

  it('is nobody, a few, almost all or everybody at the ends', () => {
    assert.deepEqual([0, 0.001, 0.034, 0.95, 0.999, 1].map(said), [
      'none',
      'few',
      'few',
      'almostAll',
      'almostAll',
      'all',
    ]);
  });

  it('is as far from nobody as its opposite is from everybody', () => {
    for (const [part, whole] of [
      [1, 5],
      [1, 3],
      [2, 5],
      [1, 4],
      [1, 10],
    ] as const) {
      assert.equal(said(part / whole), `${part}/${whole}`);
      assert.equal(said(1 - part / whole), `${whole - part}/${whole}`);
    }
  });

  it('refuses what is no share', () => {
    assert.throws(() => plainShare(1.2), /expected a share from 0 to 1, found 1.2/);
    assert.throws(() => plainShare(Number.NaN), RangeError);
  });
});
