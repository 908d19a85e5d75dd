// States, events and errors of the engine in words, for traces, reports and tests. The words come from
// assembly/abi.ts, so a number that is added there has its name here.

import * as abi from '../assembly/abi.ts';

const states = namesOf('STATE_', name => name.replaceAll('_', '-'));
const events = namesOf('EVENT_', dashed);
const errors = namesOf('ERROR_', dashed);
const operations = namesOf('OP_', dashed);

/** The event alone: `attempt-failed 1 connection-refused`. */
export function eventText(kind: number, a: number, b: number): string {
  if (kind === abi.EVENT_STATE) return `${states[a]} => ${states[b]}`;
  const name = events[kind] ?? `event-${kind}`;
  if (kind === abi.EVENT_ERROR) return `${name} ${errorName(a)} ${operations[b]}`;
  if (kind === abi.EVENT_ATTEMPT_FAILED) return `${name} ${a} ${errorName(b)}`;
  if (kind === abi.EVENT_ACCEPTED) return `${name} h${a}`;
  return WITH_INDEX.has(kind) ? `${name} ${a}` : name;
}

export function stateName(state: number): string {
  return states[state] ?? `state-${state}`;
}

export function errorName(error: number): string {
  return errors[error] ?? `error-${error}`;
}

const WITH_INDEX: ReadonlySet<number> = new Set([
  abi.EVENT_ATTEMPT,
  abi.EVENT_ATTEMPT_TIMEOUT,
  abi.EVENT_CONNECTED,
]);

function namesOf(prefix: string, spell: (name: string) => string): string[] {
  const names: string[] = [];
  for (const [name, value] of Object.entries(abi)) {
    // EVENT_WORDS is the one name that begins like an event and is none.
    if (name.startsWith(prefix) && name !== 'EVENT_WORDS') names[value] = spell(name.slice(prefix.length));
  }
  return names;
}

function dashed(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
