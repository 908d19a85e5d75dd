// Asks Node's module and the guests' the same, and compares what comes of it: values as they are shown, errors by
// class, code and message.

import { inspect } from 'node:util';
import * as assert from 'uvu/assert';

// biome-ignore lint/suspicious/noExplicitAny: both modules are called with whatever a test thinks of
export type Any = any;

/** Both, called `theirs` and `ours` in messages. */
export function compare(theirs: () => unknown, ours: () => unknown, what: string): void {
  assert.is(withoutDialect(shown(ours)), withoutDialect(shown(theirs)), what);
}

/**
 * Among Nodes, and in an engine of 32 bits, it differs how long a buffer may be, and which names are shown in
 * brackets.
 */
function withoutDialect(text: string): string {
  return text
    .replace(/\b(?:4294967296|9007199254740991|2147483647)\b/, 'the limit')
    .replace(/\[(Symbol\([^)]*\))\]: /g, '$1: ')
    .replace(/\[(byteLength|byteOffset|buffer)\]: /g, '$1: ');
}

/** The same of what two functions of both modules resolve to. */
export async function compareLater(theirs: () => unknown, ours: () => unknown, what: string): Promise<void> {
  assert.is(await settled(ours), await settled(theirs), what);
}

/** What comes of a call as text. */
export function shown(call: () => unknown): string {
  try {
    return `returns ${show(call())}`;
  } catch (error) {
    return `throws ${thrown(error)}`;
  }
}

async function settled(call: () => unknown): Promise<string> {
  try {
    return `resolves ${show(await call())}`;
  } catch (error) {
    return `rejects ${thrown(error)}`;
  }
}

function show(value: unknown): string {
  return inspect(value, { sorted: true, depth: 6, maxArrayLength: 400, maxStringLength: 4000 });
}

function thrown(error: unknown): string {
  const { name, code, message } = error as Error & { code?: string };
  return error instanceof Error || (error as { name?: string })?.name === 'DataCloneError'
    ? `${name} ${code}: ${message}`
    : show(error);
}
