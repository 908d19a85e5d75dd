// stdout, stderr and stdin of a guest, on pipes: on Node 26 and inside Wasmtime.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { compiledGuest } from '../support/guest.ts';
import { bundledForNode, MAIN, wordsOf } from './order/running.ts';

const wasmtime = [needTool('wasmtime'), 'run', '--allow-precompiled'];
const compiled = await compiledGuest(MAIN);
const guest = [...wasmtime, compiled];
const node = [needTool('node-26'), bundledForNode(MAIN)];
const MIB = 1 << 20;
/** A pipe holds 64 KiB: long enough for a program to fill it and wait. */
const SLOW_MS = 300;

for (const [name, end] of [
  ['four MiB in one write, then the exit', { code: 3, words: [] }],
  ['four MiB in lines, then an error', { code: 1, words: ['Error: after all lines'] }],
] as const) {
  test(`a reader that is slow gets ${name}`, async () => {
    const child = start(guest, name);
    const errors = textOf(child.stderr);
    await pause(SLOW_MS);
    const output = await textOf(child.stdout);
    assert.is(output.length, 4 * MIB);
    assert.is(output, `${'x'.repeat(1023)}\n`.repeat(4096));
    assert.equal({ code: await codeOf(child), words: wordsOf(await errors) }, end);
  });
}

test('all is written when write returns, so it answers true and nobody waits for a drain', async () => {
  const child = start(guest, 'what write answers');
  const [output, errors] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  const lengths = [10, 65_535, 65_536, MIB, 10];
  assert.is(
    output.length,
    lengths.reduce((sum, length) => sum + length, 1),
  );
  assert.equal(errors.trim().split('\n'), [
    ...lengths.map(length => `${length} true 0 false`),
    ...lengths.map(length => `written ${length}`),
    'immediate true',
  ]);
});

test('a write to a reader that has gone fails with EPIPE, as on Node', async () => {
  const [ours, theirs] = await Promise.all(
    [guest, node].map(async command => {
      const child = start(command, 'a reader that goes');
      const errors = textOf(child.stderr);
      await once(child.stdout, 'data');
      child.stdout.destroy();
      return { errors: await errors, code: await codeOf(child) };
    }),
  );
  assert.is(theirs.errors, 'write EPIPE EPIPE -32 write\n');
  assert.equal(ours, theirs);
});

for (const others of [[], ['and an interval']]) {
  test(`stdin is read as it comes, alone ${others.join('')}`, async () => {
    const child = start(guest, 'what is read, as it comes', ...others);
    child.stdin.write('one\n');
    assert.is(String((await once(child.stdout, 'data'))[0]), 'read one\n');
    child.stdin.write('two\n');
    assert.is(String((await once(child.stdout, 'data'))[0]), 'read two\n');
    child.stdin.end();
    assert.is(await textOf(child.stdout), 'end\n');
    assert.is(await codeOf(child), 0);
  });
}

test('unreferenced sockets are served while nothing but stdin keeps the program alive', async () => {
  for (const command of [[...wasmtime, '-S', 'inherit-network', compiled], node]) {
    const child = start(command, 'what is read beside unreferenced sockets');
    for (const line of ['hello\n', 'timeout\n'])
      assert.is(String((await once(child.stdout, 'data'))[0]), line);
    child.stdin.end('one\n');
    assert.is(await textOf(child.stdout), 'read one\n');
    assert.is(await codeOf(child), 0);
  }
});

test('a program ends when it has left stdin, though more may come', async () => {
  const child = start(guest, 'what is read, iterated and left');
  child.stdin.write('one\n');
  assert.is(await textOf(child.stdout), 'read one\nleft\n');
  assert.is(await codeOf(child), 0);
});

test('stdin that is closed ends at once', async () => {
  const child = start(guest, 'what is read, as it comes');
  child.stdin.end();
  assert.is(await textOf(child.stdout), 'end\n');
});

test.run();

function start([binary, ...args]: string[], ...more: string[]) {
  return spawn(binary, [...args, ...more], { stdio: ['pipe', 'pipe', 'pipe'] });
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const bytes of stream) text += bytes;
  return text;
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'close');
  return child.exitCode;
}
