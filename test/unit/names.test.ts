// The words for the engine's numbers, held to assembly/abi.ts.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as abi from '../../assembly/abi.ts';
import { errorName, eventText, stateName } from '../../host/names.ts';

/** The numbers of abi.ts whose names begin so, with the rest of the name. */
function numbers(prefix: string): [name: string, value: number][] {
  const found = Object.entries(abi).filter(([name]) => name.startsWith(prefix) && name !== 'EVENT_WORDS');
  assert.ok(found.length > 5, prefix);
  return found.map(([name, value]) => [name.slice(prefix.length).replaceAll('_', '-'), value]);
}

const afterLast = (prefix: string) => Math.max(...numbers(prefix).map(([, value]) => value)) + 1;

test('each state has its name, and no other number has one', () => {
  for (const [name, state] of numbers('STATE_')) assert.is(stateName(state), name);
  assert.is(stateName(abi.STATES), `state-${abi.STATES}`);
});

test('each event has its name, and no other number has one', () => {
  for (const [name, event] of numbers('EVENT_')) {
    const text = eventText(event, 1, 2);
    assert.is(text.split(' ')[0], event === abi.EVENT_STATE ? 'CLOSED' : name.toLowerCase());
  }
  for (const event of [0, afterLast('EVENT_')]) assert.is(eventText(event, 0, 0), `event-${event}`);
});

test('each error has its name, and no other number has one', () => {
  for (const [name, error] of numbers('ERROR_')) assert.is(errorName(error), name.toLowerCase());
  const others = [
    0,
    abi.ERROR_PERMANENT_RESOLVER_FAILURE + 1,
    abi.ERROR_STALE_HANDLE - 1,
    afterLast('ERROR_'),
  ];
  for (const error of others) assert.is(errorName(error), `error-${error}`);
});

test('each operation has its name beside the error that it met', () => {
  for (const [name, operation] of numbers('OP_')) {
    const text = eventText(abi.EVENT_ERROR, abi.ERROR_CONNECTION_RESET, operation);
    assert.is(text, `error connection-reset ${name.toLowerCase()}`);
  }
});

test('an event is told with what it is about', () => {
  assert.is(
    eventText(abi.EVENT_STATE, abi.STATE_CONNECTING, abi.STATE_ESTABLISHED),
    'CONNECTING => ESTABLISHED',
  );
  assert.is(
    eventText(abi.EVENT_ATTEMPT_FAILED, 1, abi.ERROR_CONNECTION_REFUSED),
    'attempt-failed 1 connection-refused',
  );
  assert.is(eventText(abi.EVENT_ACCEPTED, 16384, 0), 'accepted h16384');
  assert.is(eventText(abi.EVENT_CONNECTED, 3, 0), 'connected 3');
  assert.is(eventText(abi.EVENT_SENT, 3, 0), 'sent');
});

test.run();
