import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { arrivalsUrl, viewFilter, viewUrl } from '../../src/web/viewUrl.js';

const NOTHING = { from: null, to: null, unit: null, channel: null, lang: null, theme: null, polarity: null, q: null };

describe('the address of a view', () => {
  it('keeps what the page is limited to and drops what belongs to one visit', () => {
    assert.equal(
      viewUrl('/comments?unit=clinic&q=two%20words&cursor=abc&corrected=7&after=9&from='),
      '/comments?unit=clinic&q=two+words',
    );
    // it is stored with the view
    assert.equal(viewUrl('/comments?q=jono+131052-308T'), '/comments?q=jono+%5BHETU%5D');
    assert.equal(
      viewUrl('/movement?from=2024-01-01&base_from=2023-01-01'),
      '/movement?from=2024-01-01&base_from=2023-01-01',
    );
    assert.equal(viewUrl('/'), '/');
    assert.equal(viewUrl('/themes/waiting_times#trend'), '/themes/waiting_times');
  });

  it('is none outside this service, of other pages, and of forms', () => {
    for (const text of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil',
      '/admin/accounts',
      '/comments/7',
      '/my-work',
      'comments',
      '',
      null,
      ['/'],
    ]) {
      assert.equal(viewUrl(text), null, String(text));
    }
    assert.equal(viewUrl(`/comments?q=${'x'.repeat(1000)}`), null);
  });

  it('says which comments it is about', () => {
    assert.deepEqual(viewFilter('/comments?unit=clinic&polarity=neg'), { ...NOTHING, unit: 'clinic', polarity: 'neg' });
    assert.deepEqual(viewFilter('/themes/waiting_times?lang=sv'), { ...NOTHING, theme: 'waiting_times', lang: 'sv' });
    assert.deepEqual(viewFilter('/units/clinic'), { ...NOTHING, unit: 'clinic' });
    assert.deepEqual(viewFilter('/'), NOTHING);
    assert.equal(viewFilter('/comments?q=pain&search=meaning'), null);
    assert.equal(viewFilter('/comments?like=7'), null);
  });

  it('leads to what arrived after a comment', () => {
    assert.equal(arrivalsUrl({ ...NOTHING, unit: 'clinic' }, 12), '/comments?unit=clinic&after=12');
  });
});
