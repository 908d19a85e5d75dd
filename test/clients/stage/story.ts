// What the programs of these tests are made of. A program is ordinary code on unmodified npm clients and servers;
// each of its stories has actors, and every actor writes down what it sees, in order. Whatever differs from run to
// run (ports, paths, in which chunks bytes arrive) is left out, so two transcripts differ only where behaviour does.
import assert from 'node:assert/strict';
import type { EventEmitter } from 'node:events';
import { writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { implementation, implementationName } from '../../support/implementation.ts';
import { error, namePorts, value } from '../../support/trace-format.ts';
import { within } from '../../support/within.ts';

/** What the test hands its program: where a server listens, for one. */
export type Given = Record<string, string | number>;

export interface Stage {
  given: Given;
  /** The actor of that name: a client, a server, or one of their connections. */
  actor(name: string): Actor;
}

export type Stories = Record<string, (stage: Stage) => Promise<void>>;

/** One line of a transcript: the story, the actor, what it saw. */
export type Line = [story: string, actor: string, seen: string];

export class Actor {
  readonly #print: (seen: string) => void;
  readonly #given: Given;

  constructor(print: (seen: string) => void, given: Given) {
    this.#print = print;
    this.#given = given;
  }

  sees(what: string, ...values: unknown[]): void {
    let line = [what, ...values.map(shown)].join(' ');
    for (const [name, v] of Object.entries(this.#given)) {
      if (typeof v === 'string') line = line.replaceAll(v, `<${name}>`);
    }
    this.#print(line);
  }

  /** Writes down these events of `emitter`, with their arguments, as they come. */
  watches(emitter: object, ...events: string[]): void {
    for (const event of events)
      (emitter as EventEmitter).on(event, (...values) => this.sees(event, ...values));
  }

  /** What became of `promise`: its value, or its error, which is then no failure of the story. */
  async awaits<T>(what: string, promise: PromiseLike<T>): Promise<T | undefined> {
    try {
      const result = await promise;
      this.sees(`${what}:`, result);
      return result;
    } catch (reason) {
      this.sees(`${what} fails:`, reason);
      return undefined;
    }
  }
}

/** The options that lead to a server over TCP and, where it has a path, over that. */
export function waysTo<T>(
  given: Given,
  overPath: (path: string) => T,
): [name: string, options: T | object][] {
  const tcp: [string, object] = ['TCP', {}];
  return given.path === undefined ? [tcp] : [tcp, ['path', overPath(String(given.path))]];
}

/** Throws unless the socket is of the `net` under test. `instanceof` does not tell: ours holds for Node's too. */
export async function isUnderTest(socket: unknown): Promise<void> {
  const { Socket } = await implementation();
  assert.equal((socket as Socket).constructor, Socket, 'a socket of another net');
}

/** Runs the stories one after the other; the process then ends by itself, for nothing of theirs is left. */
export async function tell(stories: Stories): Promise<void> {
  const connections = await connectionsOf(implementationName());
  const given: Given = JSON.parse(process.argv[2]);
  for (const [story, play] of Object.entries(stories)) {
    const actor = (name: string) => new Actor(seen => print([story, name, seen]), given);
    try {
      const before = connections?.();
      await within(story, () => play({ given, actor }));
      // A client that has found another net than ours may see the same: but not by our engine.
      if (connections) assert.notEqual(connections(), before, 'the engine was not asked to connect');
    } catch (reason) {
      process.exitCode = 1;
      console.error(`${story}:`, reason);
    }
  }
  // What a story has left behind that went wrong may hold the process.
  if (process.exitCode) process.exit();
}

/** How often the engine was asked to connect. Of another net than ours nobody can say. */
async function connectionsOf(net: string): Promise<(() => number) | undefined> {
  if (net !== 'wasi-net') return undefined;
  const { onTransition } = await import('wasi-net/trace');
  let count = 0;
  onTransition((_socket, _from, to) => {
    if (to === 'CONNECTING') count++;
  });
  return () => count;
}

function print(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function shown(v: unknown): string {
  const text = v instanceof Error ? error(v) : Array.isArray(v) ? `[${v.map(shown).join(' ')}]` : value(v);
  // OpenSSL's errors begin with the number of the thread.
  return namePorts(text, new Map()).replace(/\b[0-9A-F]+(?=:error:)/, '<thread>');
}
