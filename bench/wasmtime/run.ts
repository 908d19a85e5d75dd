// One run of a guest: a fresh process, and a fresh peer process for it.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { startPeer } from '../run/peer-process.ts';
import { median } from '../statistics.ts';
import type { Conditions, Outcome } from '../suite.ts';
import type { GuestImplementation } from './implementations.ts';
import type { GuestTask } from './tasks.ts';

const LIMIT_MS = 120_000;
/** For what is known to hang: many times as long as the others take. */
const HANGING_MS = { full: 10_000, quick: 1000 };

/** Runs `task` once. Rejects when the program fails, says nothing, or hangs where that is not known of it. */
export async function runGuest(
  task: GuestTask,
  implementation: GuestImplementation,
  { quick, profile }: Conditions,
): Promise<Outcome> {
  const [{ name }] = task.rows;
  const folder = task.measures === 'work' ? profile : undefined;
  const { command, file } = await implementation.program(task.program, folder);
  if (task.measures === 'size')
    return { values: { [name]: statSync(file).size / 1e6 }, peerShare: undefined };
  const size = quick ? 'quick' : 'full';
  const amount = task.amount[size];
  const peer = await startPeer(task.peer, amount, false);
  const args = [name, peer.port, amount, task.sockets?.[size] ?? 1].map(String);
  const whole = [...command, ...args];
  try {
    if (task.measures === 'start') {
      const times: number[] = [];
      for (let i = 0; i < amount; i++) times.push(await timeToSpeak(whole));
      return { values: { [name]: median(times) }, peerShare: undefined };
    }
    const hangs = implementation.hangs?.includes(name) === true;
    const { value, complaint } = await answerOf(whole, hangs ? HANGING_MS[size] : LIMIT_MS, hangs);
    if (folder !== undefined && complaint !== '') writeFileSync(join(folder, `${name}.txt`), complaint);
    if (!Number.isNaN(value)) return { values: { [name]: value }, peerShare: await peer.end() };
    peer.kill();
    return { values: { [name]: value }, peerShare: undefined };
  } catch (error) {
    peer.kill();
    throw error;
  }
}

/** Milliseconds until the program has written its first byte. */
async function timeToSpeak(command: string[]): Promise<number> {
  const began = performance.now();
  const child = begun(command);
  let spoken = Number.NaN;
  child.stdout.once('data', () => {
    spoken = performance.now() - began;
  });
  const complaint = textOf(child.stderr);
  await once(child, 'close');
  if (Number.isNaN(spoken)) throw new Error(firstLine(await complaint));
  return spoken;
}

interface Answer {
  /** What the program says at its end; NaN when it says none in time and may hang. */
  value: number;
  /** What it writes beside that. */
  complaint: string;
}

async function answerOf(command: string[], limit: number, mayHang: boolean): Promise<Answer> {
  const child = begun(command);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limit);
  const [text, complaint] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  clearTimeout(timer);
  const said = /^\{"value":.*$/m.exec(text)?.[0];
  if (said !== undefined && !late) return { ...(JSON.parse(said) as { value: number }), complaint };
  if (late && mayHang) return { value: Number.NaN, complaint };
  throw new Error(late ? `not over after ${limit / 1000} s` : firstLine(complaint));
}

function begun([program, ...args]: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream.setEncoding('utf8')) text += part;
  return text;
}

/** What is wrong, of all that a runtime writes about it. */
function firstLine(complaint: string): string {
  return (
    complaint.match(/^\s*\w*Error.*/m)?.[0] ?? (complaint.trim().split('\n')[0] || 'ended without a result')
  );
}
