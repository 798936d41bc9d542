import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canFollow, FINDING_STATES, statesByHand, turnOf } from '../../src/domain/findingState.js';

describe('the state of a finding', () => {
  it('reaches a panel only when it is ready, and what a panel thinks only from the panel', () => {
    assert.deepEqual(
      FINDING_STATES.filter((state) => canFollow(state, 'inReview')),
      ['ready', 'confirmed', 'disputed', 'needsMore'],
    );
    assert.deepEqual(
      FINDING_STATES.filter((state) => canFollow(state, 'confirmed')),
      ['inReview'],
    );
  });

  it('never goes back to a draft after a panel', () => {
    assert.deepEqual(
      FINDING_STATES.filter((state) => canFollow(state, 'draft')),
      ['ready'],
    );
  });

  it('is set by hand only where no panel decides', () => {
    assert.deepEqual(statesByHand('draft'), ['ready', 'closed']);
    assert.deepEqual(statesByHand('inReview'), []);
    assert.deepEqual(statesByHand('confirmed'), ['closed']);
    assert.deepEqual(statesByHand('closed'), []);
  });

  it('says whose turn it is', () => {
    assert.deepEqual(FINDING_STATES.map(turnOf), [
      'writer',
      'facilitator',
      'panel',
      'manager',
      'manager',
      'writer',
      'nobody',
    ]);
  });
});
