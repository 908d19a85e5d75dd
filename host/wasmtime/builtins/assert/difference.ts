// How two values differ, line by line: what stands in only one of them, with a few lines around.
// node: lib/internal/assert/myers_diff.js

import inspected from 'node-inspect-extracted';

/** So many lines that both have are shown; a longer run is cut. */
const SHOWN = 5;
const SIMPLE_LENGTH = 12;
const COLUMNS = 80;
const MOST_LINES = 50;

type Kind = '+' | '-' | ' ';
type Line = readonly [kind: Kind, text: string];

/** All of a value, one property a line. */
export function inspectAll(value: unknown): string {
  return inspected.inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

/** The message of a comparison that failed; `notIdentical` heads values that look the same. */
export function differing(actual: unknown, expected: unknown, head: string, notIdentical: string): string {
  const [left, right] = [inspectAll(actual), inspectAll(expected)];
  if (isOneLine(left) && isOneLine(right) && !(isObject(actual) && isObject(expected))) {
    return simple(actual, left, expected, right, head);
  }
  if (left === right) {
    const lines = left.split('\n');
    const cut = lines.length > MOST_LINES;
    const text = cut ? `${lines.slice(0, MOST_LINES).join('\n')}\n...}` : left;
    return `${notIdentical}\n${cut ? '\n... Skipped lines' : ''}\n${text}\n`;
  }
  const lines = compared(left.split('\n'), right.split('\n'), isObject(actual));
  const { text, skipped } = shown(lines);
  return `${head}\n+ actual - expected${skipped ? '\n... Skipped lines' : ''}\n\n${text}\n`;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isOneLine(text: string): boolean {
  return !text.includes('\n');
}

function simple(actual: unknown, left: string, expected: unknown, right: string, head: string): string {
  const quotes = [actual, expected].filter(value => typeof value === 'string').length * 2;
  if (left.length + right.length - quotes <= SIMPLE_LENGTH && (actual !== 0 || expected !== 0)) {
    return `${head}\n\n${left} !== ${right}\n`;
  }
  const mark = quotes === 4 && left.length + right.length <= COLUMNS ? marked(left, right) : '';
  return `${head}\n+ actual - expected\n\n+ ${left}\n- ${right}${mark}\n`;
}

/** A sign below the first character that differs, unless that is at once. */
function marked(left: string, right: string): string {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at >= 3 && at < left.length ? `\n${' '.repeat(at + 2)}^` : '';
}

/** The lines of both in order. Of an object's lines the last has no comma, and is the same all the same. */
function compared(left: string[], right: string[], commas: boolean): Line[] {
  const same = (a: string, b: string) => a === b || (commas && (`${a},` === b || a === `${b},`));
  const lengths = commonLengths(left, right, same);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && same(left[i], right[j])) {
      lines.push([' ', left[i].length > right[j].length ? left[i] : right[j]]);
      i++;
      j++;
    } else if (i < left.length && (j === right.length || lengths[i + 1][j] >= lengths[i][j + 1])) {
      lines.push(['+', left[i++]]);
    } else lines.push(['-', right[j++]]);
  }
  return lines;
}

/** How many lines the two have in common from each place on. */
function commonLengths(
  left: string[],
  right: string[],
  same: (a: string, b: string) => boolean,
): Uint32Array[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i][j] = same(left[i], right[j])
        ? lengths[i + 1][j + 1] + 1
        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

function shown(lines: Line[]): { text: string; skipped: boolean } {
  const out: string[] = [];
  let skipped = false;
  let run: string[] = [];
  const endRun = () => {
    out.push(...run.slice(0, SHOWN));
    const rest = run.slice(SHOWN);
    // One or two more are shown rather than cut.
    if (rest.length < 3) out.push(...rest);
    else {
      out.push('...', rest[rest.length - 1]);
      skipped = true;
    }
    run = [];
  };
  for (const [kind, text] of lines) {
    if (kind === ' ') run.push(`  ${text}`);
    else {
      endRun();
      out.push(`${kind} ${text}`);
    }
  }
  out.push(...run.slice(0, SHOWN));
  return { text: out.join('\n').trimEnd(), skipped };
}
