/**
 * Comment → tokens that know their word. Pieces of a SentencePiece tokeniser never cross white space, so a comment is
 * tokenised word by word, and the pieces of a word are remembered: comments repeat their words. The ids are those of
 * tokenising the comment whole.
 *
 * A token belongs to every span that its word touches. Spans end at white space or at the comma before it, so this differs
 * from the token's own characters only in that a clause keeps its last comma; it is how the reference values were computed.
 */
import { RecentlyUsed } from '../domain/recentlyUsed.js';

/** Tokens of a comment in text order, with the UTF-16 offsets of the word that each is a piece of. */
export interface Tokens {
  readonly ids: number[];
  readonly wordStarts: number[];
  readonly wordEnds: number[];
}

const REMEMBERED_WORDS = 50_000;
/** A "word" longer than this is somebody's pasted blob: not worth remembering. */
const LONGEST_REMEMBERED_WORD = 64;

/** Makes the function that tokenises comments; `encode` gives the ids of a text without special tokens. */
export function createTokenSplitter(encode: (text: string) => readonly number[]): (text: string) => Tokens {
  const remembered = new RecentlyUsed<string, readonly number[]>(REMEMBERED_WORDS);
  return (text) => {
    const tokens: Tokens = { ids: [], wordStarts: [], wordEnds: [] };
    for (const match of text.matchAll(/\S+/gu)) {
      const word = match[0];
      const ids = word.length > LONGEST_REMEMBERED_WORD ? encode(word) : remembered.getOrCompute(word, encode);
      for (const id of ids) {
        tokens.ids.push(id);
        tokens.wordStarts.push(match.index);
        tokens.wordEnds.push(match.index + word.length);
      }
    }
    return tokens;
  };
}
