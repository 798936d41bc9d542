/**
 * Runs every compiled test file and ends with one line that says how many passed and failed. Browser tests (test/e2e) need a
 * Chromium: they are left out loudly where none is found, except with CI=true, where that is a failure.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { CHROMIUM_PLACES, findChromium } from './chromium.js';

/** Longer than the slowest file takes on a busy machine with two cores. */
const FILE_TIMEOUT_MS = 10 * 60_000;

const testFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const files = readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => join(testFolder, name))
  .sort();
const chromium = findChromium();
const needsBrowser = (file: string): boolean => file.includes(`${sep}e2e${sep}`);
const chosen = files.filter((file) => chromium !== null || !needsBrowser(file));
const leftOut = files.length - chosen.length;

let passed = 0;
let failed = 0;
let skipped = leftOut;

function leaveOutBrowserTests(): void {
  if (leftOut === 0) return;
  const message = `no Chromium found (looked at CHROMIUM_PATH, ${CHROMIUM_PLACES.join(', ')})`;
  if (process.env['CI'] === 'true') {
    failed += leftOut;
    process.stderr.write(`\nFAILED: ${leftOut} browser test files could not run: ${message}\n\n`);
  } else {
    process.stderr.write(`\nSKIPPED: ${leftOut} browser test files did not run: ${message}\n\n`);
  }
}

const stream = run({
  files: chosen,
  // one more than there are cores: browser tests wait for pages as long as they compute
  concurrency: Math.max(2, Math.min(4, availableParallelism() + 1)),
  timeout: FILE_TIMEOUT_MS,
});
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return;
  if (event.skip !== undefined || event.todo !== undefined) skipped += 1;
  else passed += 1;
});
stream.on('test:fail', (event) => {
  if (event.details.type === 'suite') return;
  if (event.todo !== undefined) skipped += 1;
  else failed += 1;
});
const report = stream.compose<NodeJS.ReadWriteStream>(new spec());
report.on('end', () => {
  leaveOutBrowserTests();
  if (passed === 0) {
    failed += 1;
    process.stderr.write(`FAILED: expected tests under ${testFolder}, found ${files.length} files and none passed\n`);
  }
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exitCode = failed > 0 ? 1 : 0;
});
report.pipe(process.stdout, { end: false });
