// Names of the engine's states and events, for traces and reports. Indexed by the numbers of assembly/abi.ts.

/** Names after RFC 9293 where it has them. */
export const STATE_NAMES = [
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
] as const;

/** EVENT_ATTEMPT is 1. */
export const EVENT_NAMES = [
  '',
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
] as const;
