// States, events and errors of the engine in words, for traces, reports and tests. A list is in the order of the
// numbers in assembly/abi.ts, and a test holds it to them: made from them, it would cost each program 1 ms at its
// start, traced or not.

import {
  ERROR_STALE_HANDLE,
  EVENT_ACCEPTED,
  EVENT_ATTEMPT,
  EVENT_ATTEMPT_FAILED,
  EVENT_ATTEMPT_TIMEOUT,
  EVENT_CONNECTED,
  EVENT_ERROR,
  EVENT_RESOLVED,
  EVENT_STATE,
} from '../assembly/abi.ts';

/** From STATE_FREE on. */
const states = [
  'FREE',
  'CLOSED',
  'BINDING',
  'BOUND',
  'STARTING',
  'LISTEN',
  'CONNECTING',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'LAST-ACK',
  'ENDED',
  'FAILED',
  'RELEASING',
  'RESOLVING',
  'RESOLVED',
];
/** From EVENT_ATTEMPT on. */
const events = [
  'attempt',
  'attempt-failed',
  'attempt-timeout',
  'connected',
  'readable',
  'sent',
  'finished',
  'end',
  'timeout',
  'error',
  'bound',
  'listening',
  'accepted',
  'room',
  'state',
  'resolved',
];
/** From ERROR_UNKNOWN on: WASI's. */
const wasiErrors = [
  'unknown',
  'access-denied',
  'not-supported',
  'invalid-argument',
  'out-of-memory',
  'timeout',
  'concurrency-conflict',
  'not-in-progress',
  'would-block',
  'invalid-state',
  'new-socket-limit',
  'address-not-bindable',
  'address-in-use',
  'remote-unreachable',
  'connection-refused',
  'connection-reset',
  'connection-aborted',
  'datagram-too-large',
  'name-unresolvable',
  'temporary-resolver-failure',
  'permanent-resolver-failure',
];
/** From ERROR_STALE_HANDLE on: the engine's own. */
const ownErrors = [
  'stale-handle',
  'bad-state',
  'table-full',
  'pool-full',
  'send-pending',
  'events-full',
  'broken-pipe',
  'no-input',
];
/** From OP_BIND on. */
const operations = ['bind', 'listen', 'connect', 'read', 'write', 'shutdown', 'accept', 'lookup'];

const WITH_NUMBER = new Set([EVENT_ATTEMPT, EVENT_ATTEMPT_TIMEOUT, EVENT_CONNECTED, EVENT_RESOLVED]);

/** The event alone: `attempt-failed 1 connection-refused`. */
export function eventText(kind: number, a: number, b: number): string {
  if (kind === EVENT_STATE) return `${states[a]} => ${states[b]}`;
  const name = events[kind - 1] ?? `event-${kind}`;
  if (kind === EVENT_ERROR) return `${name} ${errorName(a)} ${operations[b - 1]}`;
  if (kind === EVENT_ATTEMPT_FAILED) return `${name} ${a} ${errorName(b)}`;
  if (kind === EVENT_ACCEPTED) return `${name} h${a}`;
  return WITH_NUMBER.has(kind) ? `${name} ${a}` : name;
}

export function stateName(state: number): string {
  return states[state] ?? `state-${state}`;
}

export function errorName(error: number): string {
  return wasiErrors[error - 1] ?? ownErrors[error - ERROR_STALE_HANDLE] ?? `error-${error}`;
}
