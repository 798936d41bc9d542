/** A clinic beside another, told to move at a month, with actions in every state of telling. */
import { addMonths, type Day } from '../../src/domain/calendar.js';
import type { NewAction } from '../../src/store/actionStore.js';
import type { IncomingResponse, Store } from '../../src/store/store.js';

/** The newest month that is over, and the month that the clinic's NPS leaps in. */
export const LAST_MONTH = '2024-08';
export const LEAP = '2024-03';
const MONTHS = 26;
/** Answers of a clinic in a month before the leap, and of the one that leaps after it: promoters, passives, detractors. */
const USUAL = [24, 10, 6] as const;
const LEAPT = [38, 1, 1] as const;

/** Months of 40 answers in two clinics of a hospital; the first leaps from NPS 45 to 92.5. */
export async function addClinicMonths(store: Store): Promise<void> {
  const responses: IncomingResponse[] = [];
  for (let back = MONTHS - 1; back >= 0; back -= 1) {
    const month = addMonths(LAST_MONTH, -back);
    for (const unit of ['clinic', 'other']) {
      const counts = unit === 'clinic' && month >= LEAP ? LEAPT : USUAL;
      for (const [place, score] of [10, 8, 3].entries()) {
        for (let one = 0; one < (counts[place] ?? 0); one += 1) {
          responses.push(
            response(`${month}-${String(1 + (one % 28)).padStart(2, '0')}`, unit, score, responses.length),
          );
        }
      }
    }
  }
  await store.addResponses(responses);
}

function response(day: Day, unit: string, score: number, number: number): IncomingResponse {
  return {
    source: 'test',
    sourceId: String(number),
    day,
    answeredAt: null,
    unitPath: ['hospital', unit],
    channel: number % 3 === 0 ? 'web' : 'sms',
    lang: 'fi',
    score,
    scale: 'nps',
    comment: null,
    statements: {},
    contentHash: `hash-${number}`,
    stems: '',
    initialState: 'none',
  };
}

export function newAction(change: Partial<NewAction> = {}): NewAction {
  return {
    finding: null,
    unit: 'clinic',
    title: 'Call back the same day',
    description: 'Whoever calls is called back before four.',
    owner: { id: 'a-1', name: 'Anna Aho' },
    due: '2024-12-31',
    state: 'underWay',
    startedOn: `${LEAP}-01`,
    measure: { kind: 'nps', theme: null, direction: 'up' },
    createdBy: 'a-1',
    createdAt: '2024-02-01T08:00:00Z',
    ...change,
  };
}
