import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { projectRoot } from '../../src/root.js';
import { translator } from '../../src/web/language.js';

type Catalogue = { readonly [key: string]: string | Catalogue };

const root = projectRoot();
const read = (lang: string): Catalogue =>
  JSON.parse(readFileSync(join(root, 'src/web/locales', `${lang}.json`), 'utf8')) as Catalogue;

function phrases(catalogue: Catalogue, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of phrases(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const catalogues = { fi: phrases(read('fi')), sv: phrases(read('sv')), en: phrases(read('en')) };
const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

describe('the catalogues of the interface', () => {
  it('have the same phrases in Finnish, Swedish and English', () => {
    const keys = [...catalogues.en.keys()].sort();
    assert.ok(keys.length > 150);
    assert.deepEqual([...catalogues.fi.keys()].sort(), keys);
    assert.deepEqual([...catalogues.sv.keys()].sort(), keys);
  });

  it('have the same figures in each phrase', () => {
    for (const [key, english] of catalogues.en) {
      assert.deepEqual(slots(catalogues.fi.get(key) ?? ''), slots(english), `fi ${key}`);
      assert.deepEqual(slots(catalogues.sv.get(key) ?? ''), slots(english), `sv ${key}`);
    }
  });

  it('translate every phrase that a template names', () => {
    const views = readdirSync(join(root, 'views'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ejs'),
    );
    let named = 0;
    for (const file of views) {
      for (const [, key] of readFileSync(join(root, 'views', file), 'utf8').matchAll(/\bt\('([\w.]+)'/g)) {
        named += 1;
        assert.ok(catalogues.en.has(key ?? '') || catalogues.en.has(`${key}_other`), `${file} names ${key}`);
      }
    }
    assert.ok(named > 100);
  });

  it('fail loudly when a phrase is missing', () => {
    assert.throws(() => translator('fi')('no.such.phrase'), /no\.such\.phrase/);
  });

  it('use the plural of the language', () => {
    assert.equal(translator('en')('comments.lead', { count: 1, n: '1' }), '1 comment');
    assert.equal(translator('fi')('comments.lead', { count: 3, n: '3' }), '3 kommenttia');
  });
});
