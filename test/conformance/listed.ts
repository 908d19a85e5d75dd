// The tests of a list as one test: it passes when exactly what expected.txt says happens, and names what does not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const OF_INTEREST = /^(FAIL|fail|timeout|passes now|never asked|conformance:)/;

/** `sentence` is told how many tests the list names. A failure is tried again: this machine may be busy. */
export function listed(sentence: (count: number) => string, list: string, ...options: string[]): void {
  test(sentence(names(list).length), async () => {
    const args = ['test/conformance/run.mjs', '--list', list, '--retries', '2', ...options];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text;
      });
    }
    const [code] = await once(child, 'close');
    const lines = output.split('\n').filter(line => OF_INTEREST.test(line));
    assert.is(code, 0, lines.join('\n'));
  });
}

function names(list: string): string[] {
  const lines = readFileSync(`test/conformance/lists/${list}.txt`, 'utf8').split('\n');
  return lines.filter(line => line.replace(/#.*/, '').trim() !== '');
}
