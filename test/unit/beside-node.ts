// Asking node:net and our checks the same question: random arguments, and what comes of a call in a form that can
// be compared.
import { inspect } from 'node:util';
import * as assert from 'uvu/assert';
import { Xorshift } from '../support/xorshift.ts';

const random = new Xorshift(0xa465);

export function below(limit: number): number {
  return random.below(limit);
}

export function pick<T>(list: readonly T[]): T {
  return list[below(list.length)];
}

class Foo {}
function named() {}

/** Values of every kind that are wrong almost everywhere. */
export const ODD: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    false,
    0,
    -0,
    1,
    -1,
    1.5,
    65536,
    2 ** 32,
    1e21,
    Number.NaN,
    Infinity,
    12n,
    Symbol('s'),
  ],
  ...['', ' ', '0', '80', '-1', '65536', '0x50', 'x', "it's", 'a\nb', 'x'.repeat(60), `'"`],
  ...[{}, { a: 1 }, [], [1, 2], new Foo(), Object.create(null), new Date(0), /x/g, new Map([[1, { a: [] }]])],
  ...[named, () => {}, class Bar {}, { toString: () => 'text' }, new String('s')],
];

export type Outcome =
  | { error: { name: string; code?: string; message: string; own: string[] } }
  | { value: unknown };

export function outcome(call: () => unknown): Outcome {
  try {
    return { value: call() };
  } catch (e) {
    const error = e as NodeJS.ErrnoException;
    return { error: { name: error.name, code: error.code, message: error.message, own: Object.keys(error) } };
  }
}

/** Compares the errors only; gives our value where neither side threw. */
export function sameError(theirs: Outcome, ours: Outcome, what: unknown): unknown {
  const show = () => inspect(what, { depth: 4 });
  if ('error' in theirs) assert.equal(ours, theirs, show());
  else if ('error' in ours) assert.unreachable(`only ours threw ${ours.error.message} for ${show()}`);
  return 'value' in ours ? ours.value : undefined;
}

/** Options in which each key is missing, right or wrong. */
export function randomOptions(
  right: Record<string, readonly unknown[]>,
  wrong: Record<string, readonly unknown[]> = {},
) {
  const options: Record<string, unknown> = {};
  const oddKey = pick(Object.keys(right));
  for (const key of Object.keys(right)) {
    if (below(3) === 0) options[key] = pick(right[key]);
    if (key === oddKey && below(4) > 0) options[key] = pick(wrong[key] ?? ODD);
  }
  return options;
}
