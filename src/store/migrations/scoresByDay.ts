/** Responses with a score by day, with or without a comment: what statementAnswers.ts walks newest first. */
import type { SchemaStep } from './migrate.js';

export const scoresByDay: SchemaStep = {
  name: '0003-scores-by-day',
  async up(knex) {
    // 3 is the code of no score; the columns after id are filters that need no look at the row
    await knex.raw(
      `CREATE INDEX scores_by_day ON responses (day, id, unit_id, channel, lang, score_class) WHERE score_class <> 3`,
    );
  },
};
