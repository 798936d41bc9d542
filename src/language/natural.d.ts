/**
 * The parts of natural that are used, imported from their own files: its main entry also loads four database drivers and
 * prints to standard output. Stemmers of snowball-stemmers, which ships no types.
 */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}

declare module 'natural/lib/natural/stemmers/porter_stemmer_sv.js' {
  const stemmer: { stem(word: string): string };
  export default stemmer;
}

declare module 'natural/lib/natural/tokenizers/regexp_tokenizer.js' {
  const tokenizers: {
    readonly RegexpTokenizer: new (options: { readonly pattern: RegExp }) => { tokenize(text: string): string[] };
  };
  export default tokenizers;
}

declare module 'natural/lib/natural/ngrams/ngrams.js' {
  const ngrams: { bigrams(words: readonly string[]): [string, string][] };
  export default ngrams;
}

declare module 'natural/lib/natural/tfidf/tfidf.js' {
  export default class TfIdf {
    addDocument(terms: string[]): void;
    /** 1 + ln(documents / (1 + documents with the term)). */
    idf(term: string): number;
  }
}

declare module 'snowball-stemmers' {
  const stemmers: { newStemmer(language: 'finnish'): { stem(word: string): string } };
  export default stemmers;
}
