// The state machine: one table State × Input, after RFC 9293 3.3.2, seen from above the TCP stack:
// FIN_ACCEPTED means that the network took our FIN (and all bytes before it), not that the peer did.
// docs/engine.md draws it; test/engine/state.test.ts prints it from the built module and compares.

import {
  ILLEGAL,
  INPUT_ACCEPT,
  INPUT_ANSWERED,
  INPUT_BIND,
  INPUT_BIND_DONE,
  INPUT_CLOSE,
  INPUT_CONNECT,
  INPUT_CONNECTED,
  INPUT_DETAIN,
  INPUT_END,
  INPUT_FAIL,
  INPUT_FIN_ACCEPTED,
  INPUT_LISTEN,
  INPUT_LISTEN_DONE,
  INPUT_OPEN,
  INPUT_PEER_END,
  INPUT_RESOLVE,
  INPUTS,
  STATE_BINDING,
  STATE_BOUND,
  STATE_CLOSE_WAIT,
  STATE_CLOSED,
  STATE_CONNECTING,
  STATE_ENDED,
  STATE_ESTABLISHED,
  STATE_FAILED,
  STATE_FIN_WAIT_1,
  STATE_FIN_WAIT_2,
  STATE_FREE,
  STATE_LAST_ACK,
  STATE_LISTEN,
  STATE_RELEASING,
  STATE_RESOLVED,
  STATE_RESOLVING,
  STATE_STARTING,
  STATES,
} from '../abi';

/** The state that follows `state` on `input`, or ILLEGAL. */
export function transition(state: u32, input: u32): u32 {
  if (state >= <u32>STATES || input >= <u32>INPUTS) return ILLEGAL;
  // Any handle in use can be closed; with its input stream in the host's hands it is detained first.
  if (input == INPUT_CLOSE) return state == STATE_FREE ? ILLEGAL : STATE_FREE;
  if (input == INPUT_DETAIN) return holdsStreams(state) ? STATE_RELEASING : ILLEGAL;
  // A failure can meet everything that has begun and not yet come to rest.
  if (input == INPUT_FAIL) return mayFail(state) ? STATE_FAILED : ILLEGAL;

  switch ((state << 4) | input) {
    case (STATE_FREE << 4) | INPUT_OPEN:
      return STATE_CLOSED;
    case (STATE_FREE << 4) | INPUT_ACCEPT:
      return STATE_ESTABLISHED;

    case (STATE_CLOSED << 4) | INPUT_BIND:
      return STATE_BINDING;
    case (STATE_BINDING << 4) | INPUT_BIND_DONE:
      return STATE_BOUND;
    case (STATE_BOUND << 4) | INPUT_LISTEN:
      return STATE_STARTING;
    case (STATE_STARTING << 4) | INPUT_LISTEN_DONE:
      return STATE_LISTEN;

    case (STATE_CLOSED << 4) | INPUT_CONNECT:
    case (STATE_BOUND << 4) | INPUT_CONNECT:
      return STATE_CONNECTING;
    case (STATE_CONNECTING << 4) | INPUT_CONNECTED:
      return STATE_ESTABLISHED;

    // We end first (RFC 9293 3.6 case 1) …
    case (STATE_ESTABLISHED << 4) | INPUT_END:
      return STATE_FIN_WAIT_1;
    case (STATE_FIN_WAIT_1 << 4) | INPUT_FIN_ACCEPTED:
      return STATE_FIN_WAIT_2;
    case (STATE_FIN_WAIT_2 << 4) | INPUT_PEER_END:
      return STATE_ENDED;

    // … the peer ends first (case 2) …
    case (STATE_ESTABLISHED << 4) | INPUT_PEER_END:
      return STATE_CLOSE_WAIT;
    case (STATE_CLOSE_WAIT << 4) | INPUT_END:
      return STATE_LAST_ACK;

    // … or both at once (case 3).
    case (STATE_FIN_WAIT_1 << 4) | INPUT_PEER_END:
      return STATE_LAST_ACK;
    case (STATE_LAST_ACK << 4) | INPUT_FIN_ACCEPTED:
      return STATE_ENDED;

    case (STATE_FREE << 4) | INPUT_RESOLVE:
      return STATE_RESOLVING;
    case (STATE_RESOLVING << 4) | INPUT_ANSWERED:
      return STATE_RESOLVED;
  }
  return ILLEGAL;
}

/** The output is open: `send`, `lend` and `end` are legal. */
export function maySend(state: u32): bool {
  return state == STATE_ESTABLISHED || state == STATE_CLOSE_WAIT;
}

/** The input is open: the peer has not ended. */
export function mayReceive(state: u32): bool {
  return state == STATE_ESTABLISHED || state == STATE_FIN_WAIT_1 || state == STATE_FIN_WAIT_2;
}

/** Our end was asked for and not accepted yet. */
export function awaitsFin(state: u32): bool {
  return state == STATE_FIN_WAIT_1 || state == STATE_LAST_ACK;
}

function holdsStreams(state: u32): bool {
  return state >= <u32>STATE_ESTABLISHED && state <= <u32>STATE_FAILED;
}

function mayFail(state: u32): bool {
  return (state >= <u32>STATE_BINDING && state <= <u32>STATE_ENDED) || state == STATE_RESOLVING;
}
