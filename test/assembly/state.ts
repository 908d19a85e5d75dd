// Properties of the state machine as a whole. The table itself is compared with docs/engine.md by state.test.ts.

import {
  ILLEGAL,
  INPUT_CLOSE,
  INPUT_DETAIN,
  INPUT_FAIL,
  INPUT_PEER_END,
  INPUTS,
  STATE_ENDED,
  STATE_FAILED,
  STATE_FREE,
  STATE_RELEASING,
  STATES,
} from '../../assembly/abi';
import { awaitsFin, mayReceive, maySend, transition } from '../../assembly/socket/state';

export function everyTransitionLeadsToAStateOrIsIllegal(): void {
  for (let state = 0; state < STATES; state++) {
    for (let input = 0; input < INPUTS; input++) {
      const after = transition(state, input);
      assert(after < <u32>STATES || after == ILLEGAL);
    }
  }
}

export function numbersBeyondTheTableAreIllegal(): void {
  for (let state = STATES; state < 600; state++) {
    for (let input = 0; input < INPUTS; input++) {
      if (input != INPUT_CLOSE) assert(transition(state, input) == ILLEGAL);
    }
  }
  for (let input = INPUTS; input < 600; input++) {
    for (let state = 0; state < STATES; state++) assert(transition(state, input) == ILLEGAL);
  }
}

export function everyStateInUseCanBeClosed(): void {
  for (let state = 1; state < STATES; state++) assert(transition(state, INPUT_CLOSE) == STATE_FREE);
  assert(transition(STATE_FREE, INPUT_CLOSE) == ILLEGAL);
}

export function nothingButCloseLeavesARestingState(): void {
  for (let input = 0; input < INPUTS; input++) {
    if (input == INPUT_CLOSE) continue;
    assert(transition(STATE_RELEASING, input) == ILLEGAL);
    if (input == INPUT_DETAIN) continue;
    assert(transition(STATE_FAILED, input) == ILLEGAL);
    if (input != INPUT_FAIL) assert(transition(STATE_ENDED, input) == ILLEGAL);
  }
}

export function thePeerEndsExactlyWhereWeMayReceive(): void {
  for (let state = 0; state < STATES; state++) {
    assert(mayReceive(state) == (transition(state, INPUT_PEER_END) != ILLEGAL));
  }
}

export function anOpenOutputAwaitsNoFin(): void {
  for (let state = 0; state < STATES; state++) assert(!(maySend(state) && awaitsFin(state)));
}
