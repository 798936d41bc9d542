/** Text → words. */
import regexpTokenizers from 'natural/lib/natural/tokenizers/regexp_tokenizer.js';

const wordTokenizer = new regexpTokenizers.RegexpTokenizer({ pattern: /[^\p{L}\p{M}\p{N}'’-]+/u });
/** Words in order, NFC and lower case, hyphens and apostrophes only within a word; no punctuation, no emoji. */
export function splitWords(text: string): string[] {
  return wordTokenizer
    .tokenize(text.normalize('NFC').toLowerCase().replaceAll('’', "'"))
    .map((word) => word.replace(/^['-]+|['-]+$/gu, ''))
    .filter((word) => word !== '');
}
