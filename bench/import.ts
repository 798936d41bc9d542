/**
 * How fast a large file comes in, and with how much memory: a synthetic CSV in Finnish and Swedish into a fresh database.
 *
 *   node dist/bench/import.js [--rows 500000] [--folder DIR]
 *
 * Comments are put together from sentence parts, so that few repeat; two thirds of rows have one, some with an identifier.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { addDays } from '../src/domain/calendar.js';
import { importFile } from '../src/flows/importFile.js';
import { openStore } from '../src/store/sqliteStore.js';

const MIB = 1024 * 1024;
const SAMPLE_MS = 200;
const LINES_PER_WRITE = 1000;

const FI = {
  openings: ['Hoito oli', 'Palvelu tuntui', 'Vastaanotto oli', 'Käynti oli mielestäni', 'Puhelinpalvelu on'],
  judgements: ['todella hyvää', 'asiallista', 'hidasta', 'ystävällistä ja nopeaa', 'sekavaa', 'ammattitaitoista'],
  details: [
    'ja lääkäri Virtanen kuunteli',
    'mutta jonotin 45 minuuttia',
    'ja ohjeet olivat selkeät',
    'eikä kukaan soittanut takaisin numeroon 040 1234567',
    'vaikka aika oli sovittu klo 10.15',
    'ja hoitaja selitti kaiken rauhallisesti',
    'mutta parkkipaikkaa ei löytynyt',
  ],
};
const SV = {
  openings: ['Vården var', 'Mottagningen kändes', 'Besöket var', 'Bemötandet var', 'Telefontjänsten är'],
  judgements: ['mycket bra', 'saklig', 'långsam', 'vänlig och snabb', 'förvirrande', 'professionell'],
  details: [
    'och läkaren Holm lyssnade',
    'men jag väntade i 45 minuter',
    'och anvisningarna var tydliga',
    'men ingen ringde tillbaka till 040 1234567',
    'fast tiden var bokad till kl. 10.15',
    'och sköterskan förklarade allt lugnt',
  ],
};

function commentOf(row: number): string {
  const parts = row % 12 === 0 ? SV : FI;
  const pick = (list: readonly string[], salt: number): string =>
    list[(row * 7919 + salt * 104_729) % list.length] ?? '';
  return `${pick(parts.openings, 1)} ${pick(parts.judgements, 2)} ${pick(parts.details, 3)}. ${pick(parts.openings, row % 17)} ${pick(parts.judgements, row % 13)}, ${row % 9973}.`;
}

function* csvLines(rows: number): Generator<string> {
  yield 'id;vastausaika;arvosana;kommentti;yksikkö;kanava\n';
  let lines = '';
  for (let row = 0; row < rows; row += 1) {
    const day = addDays('2023-01-01', row % 730);
    const comment = row % 3 === 2 ? '' : commentOf(row);
    lines += `r${row};${day} 12:${String(row % 60).padStart(2, '0')};${(row * 31) % 11};"${comment}";Sairaala > Linja ${row % 8} > Yksikkö ${row % 120};sms\n`;
    if (row % LINES_PER_WRITE === 0) {
      yield lines;
      lines = '';
    }
  }
  yield lines;
}

const { values } = parseArgs({ options: { rows: { type: 'string', default: '500000' }, folder: { type: 'string' } } });
const rows = Number(values.rows);
const folder = await mkdtemp(join(values.folder ?? tmpdir(), 'kuulolla-import-'));
try {
  const file = join(folder, 'feedback.csv');
  await pipeline(Readable.from(csvLines(rows)), createWriteStream(file));
  const store = await openStore({ file: join(folder, 'bench.sqlite') });
  const before = process.memoryUsage().rss;
  let peakRss = before;
  const sampler = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage().rss)), SAMPLE_MS);
  const started = performance.now();
  const cpuStarted = process.cpuUsage();
  const result = await importFile(
    {
      store,
      today: () => '2025-06-01',
      now: () => new Date().toISOString(),
      timeZone: 'Europe/Helsinki',
      dataFolder: folder,
      keepOriginalDays: 0,
      supportedLanguages: ['fi', 'sv', 'en'],
    },
    { file, fileName: 'feedback.csv' },
  );
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage(cpuStarted);
  clearInterval(sampler);
  await store.close();
  const lines = [
    ['rows', String(rows)],
    ['file', `${((await stat(file)).size / MIB).toFixed(0)} MiB`],
    ['accepted / duplicates / rejected', `${result.accepted} / ${result.duplicates} / ${result.rejected}`],
    ['time', `${seconds.toFixed(1)} s`],
    ['processor time', `${((cpu.user + cpu.system) / 1e6).toFixed(1)} s`],
    ['rows per second', (rows / seconds).toFixed(0)],
    ['memory before', `${(before / MIB).toFixed(0)} MiB`],
    ['memory at most', `${(Math.max(peakRss, process.resourceUsage().maxRSS * 1024) / MIB).toFixed(0)} MiB`],
  ];
  for (const [name = '', value = ''] of lines) process.stdout.write(`| ${name.padEnd(34)} | ${value.padStart(22)} |\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
