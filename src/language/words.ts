/** Text → sentences and words. */
import regexpTokenizers from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';
import SentenceTokenizer from 'natural/lib/natural/tokenizers/sentence_tokenizer.js';

/** Abbreviations of the three languages whose full stop does not end a sentence. */
const ABBREVIATIONS = [
  ...['esim.', 'ym.', 'mm.', 'yms.', 'jne.', 'ks.', 'klo.', 'puh.', 'os.', 'nro.', 'n.'],
  ...['t.ex.', 'bl.a.', 'osv.', 'm.m.', 'ca.', 'kl.', 'dr.', 'nr.'],
  ...['e.g.', 'i.e.', 'etc.', 'mr.', 'mrs.', 'ms.', 'no.', 'approx.'],
];

const wordTokenizer = new regexpTokenizers.RegexpTokenizer({ pattern: /[^\p{L}\p{M}\p{N}'’-]+/u });
const sentenceTokenizer = new SentenceTokenizer(ABBREVIATIONS);

/** Sentences in order, without the white space around them; empty for a text without any. */
export function splitSentences(text: string): string[] {
  return text.trim() === '' ? [] : sentenceTokenizer.tokenize(text);
}

/** Words in order, NFC and lower case, hyphens and apostrophes only within a word; no punctuation, no emoji. */
export function splitWords(text: string): string[] {
  return wordTokenizer
    .tokenize(text.normalize('NFC').toLowerCase().replaceAll('’', "'"))
    .map((word) => word.replace(/^['-]+|['-]+$/gu, ''))
    .filter((word) => word !== '');
}
