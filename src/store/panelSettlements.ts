/** What came of a panel's answers about comments, and the labels that follow. */
import { polarityCode, polarityOf } from './codes.js';
import type { Sql } from './database.js';
import { saveLabels } from './labels.js';
import { expectState } from './panelRounds.js';
import type { SettledLabels, Settlement } from './panelStore.js';

export async function saveSettlements(
  sql: Sql,
  round: number,
  settlements: readonly Settlement[],
  { labels, machine, versions, taxonomy }: SettledLabels,
): Promise<void> {
  await expectState(sql, round, 'closed');
  await sql.rows(
    `INSERT INTO panel_settlements
       (round_id, response_id, theme, readers, seen, how, present, polarity, given, by, at)
     SELECT ?, item.value ->> 0, item.value ->> 1, item.value ->> 2, item.value ->> 3, item.value ->> 4,
       item.value ->> 5, item.value ->> 6, item.value ->> 7, item.value ->> 8, item.value ->> 9
     FROM json_each(?) AS item WHERE true
     ON CONFLICT (round_id, response_id, theme) DO UPDATE SET readers = excluded.readers, seen = excluded.seen,
       how = excluded.how, present = excluded.present, polarity = excluded.polarity, given = excluded.given,
       by = excluded.by, at = excluded.at
       -- settled twice at once, the later majority does not undo what the facilitator has decided since
       WHERE panel_settlements.how <> 'facilitator' OR excluded.how = 'facilitator'`,
    [
      round,
      JSON.stringify(
        settlements.map((each) => [
          each.response,
          each.theme,
          each.readers,
          each.seen,
          each.how,
          each.present === null ? null : Number(each.present),
          each.polarity === null ? null : polarityCode(each.polarity),
          Number(each.given),
          each.by,
          each.at,
        ]),
      ),
    ],
  );
  await saveLabels(sql, labels, machine, versions, taxonomy);
}

export async function settlementsOf(sql: Sql, round: number): Promise<Settlement[]> {
  const rows = await sql.rows<
    Omit<Settlement, 'response' | 'present' | 'polarity' | 'given'> & {
      readonly response_id: number;
      readonly present: number | null;
      readonly polarity: number | null;
      readonly given: number;
    }
  >(
    `SELECT response_id, theme, readers, seen, how, present, polarity, given, by, at FROM panel_settlements
     WHERE round_id = ? ORDER BY response_id, theme`,
    [round],
  );
  return rows.map(({ response_id, present, polarity, given, ...row }) => ({
    ...row,
    response: response_id,
    present: present === null ? null : present === 1,
    polarity: polarity === null ? null : polarityOf(polarity),
    given: given === 1,
  }));
}
