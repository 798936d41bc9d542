import assert from 'node:assert/strict';
import { readFile, writeFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';
import { assertAccessible, assertFits, openBrowser, visit } from './browser.js';

const CSV = [
  'Tunnus;Pvm;Arvosana;Mielipide;Yksikkö;Kanava',
  '1;5.3.2024;10;Oli ystävällinen hoitaja, soita 040 123 4567;Sairaala > Päivystys;tekstiviesti',
  '2;5.3.2024;11;Hyvä;Sairaala > Päivystys;tekstiviesti',
  '3;6.3.2024;10/10 ystävällinen;;Sairaala > Päivystys;tekstiviesti',
  '4;7.3.2024;7;jonotin tunnin;Sairaala > Päivystys;tekstiviesti',
].join('\r\n');

let app: RunningApp;
let browser: Browser;
let folder: TemporaryFolder;

before(async () => {
  app = await startApp({ tagger: createFakeTagger() });
  browser = await openBrowser();
  folder = await createTemporaryFolder();
});

after(async () => {
  await browser.close();
  await app.close();
  await folder.remove();
});

describe('importing a file in a browser', () => {
  it('shows what the columns are, takes a correction, and lists every rejected row to mend and send again', async () => {
    const file = join(folder.path, 'maaliskuu.csv');
    await writeFile(file, CSV);
    const { page, faults } = await visit(browser, app.url, 'fi', 'desktop');
    await page.goto(`${app.url}/import`);
    await page.getByLabel('Tiedosto').setInputFiles(file);
    await page.getByRole('button', { name: 'Katso ennen tuontia' }).click();

    // the preview: masked, with the two bad rows marked; "Mielipide" was not recognised
    await page.getByRole('heading', { level: 1, name: 'maaliskuu.csv' }).waitFor();
    assert.equal(await page.getByLabel('Arvosana', { exact: true }).inputValue(), 'score');
    assert.equal(await page.getByLabel('Mielipide').inputValue(), '');
    assert.doesNotMatch(await page.locator('main').innerText(), /040 123/);
    await assertAccessible(page, 'preview');
    await assertFits(page, 'preview');
    await page.getByLabel('Mielipide').selectOption('comment');
    await page.getByRole('button', { name: 'Päivitä esikatselu' }).click();
    assert.equal(await page.getByLabel('Mielipide').inputValue(), 'comment');
    await page.getByRole('button', { name: 'Tuo tiedosto' }).click();

    await page.getByText('Tuonti on valmis: 2 uutta palautetta.').waitFor();
    const rejected = page.getByRole('table', { name: 'Hylätyt rivit' });
    assert.match(await rejected.innerText(), /10\/10/);
    assert.match(await rejected.innerText(), /kokonaisluku 0–10/);
    await assertAccessible(page, 'result');

    // mended and sent again: only the two mended rows are new
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Lataa hylätyt rivit' }).click(),
    ]);
    const mended = join(folder.path, 'korjattu.csv');
    const text = await readFile(await download.path(), 'utf8');
    assert.match(text, /2;5\.3\.2024;11/);
    await writeFile(mended, text.replace('2024;11;', '2024;9;').replace('10/10 ystävällinen;', '10;'));
    await page.goto(`${app.url}/import`);
    await page.getByLabel('Tiedosto').setInputFiles(mended);
    await page.getByRole('button', { name: 'Katso ennen tuontia' }).click();
    await page.getByLabel('Mielipide').selectOption('comment');
    await page.getByRole('button', { name: 'Tuo tiedosto' }).click();
    await page.getByText('Tuonti on valmis: 2 uutta palautetta.').waitFor();

    // the same file again changes nothing
    await page.goto(`${app.url}/import`);
    await page.getByLabel('Tiedosto').setInputFiles(mended);
    await page.getByRole('button', { name: 'Katso ennen tuontia' }).click();
    await page.getByLabel('Mielipide').selectOption('comment');
    await page.getByRole('button', { name: 'Tuo tiedosto' }).click();
    await page.getByText('Tuonti on valmis: 0 uutta palautetta.').waitFor();

    await page.goto(`${app.url}/comments`);
    const comments = await page.locator('[data-comment] .text').allTextContents();
    assert.equal(comments.length, 3);
    assert.ok(comments.every((comment) => !comment.includes('040')));
    assert.deepEqual(faults, []);
    await page.context().close();
  });

  it('says what is wrong with a file that is not feedback, and keeps nothing of it', async () => {
    const file = join(folder.path, 'kuva.csv');
    await writeFile(file, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    const { page } = await visit(browser, app.url, 'sv', 'phone');
    await page.goto(`${app.url}/import`);
    await page.getByLabel('Fil', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Granska före import' }).click();
    await page.getByRole('alert').waitFor();
    assert.match(await page.getByRole('alert').innerText(), /Filen kunde inte läsas/);
    assert.match(await page.getByRole('alert').innerText(), /CSV/);
    await assertFits(page, 'import with an error');
    await page.context().close();
  });

  it('leaves no uploaded file behind', async () => {
    assert.deepEqual(await readdir(join(app.dataFolder, 'uploads')), []);
  });
});
