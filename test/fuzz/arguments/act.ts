// What is done to one side of a comparison, and how what comes of it is written down.
import type { Server, Socket } from 'node:net';
import { inspect } from 'node:util';
import type { Net } from '../../support/implementation.ts';
import type { Values } from './values.ts';

/** One call, ready to be made. */
export interface Act {
  readonly args: readonly unknown[];
  call(): unknown;
  /** What emits: given, or made by the call. */
  emitter?: Socket | Server;
  /** What a program can read afterwards. */
  view?(): unknown;
  /** Whether an event is still to come, some time after the call. */
  waits?(): boolean;
}

export type Kind = (net: Net, values: Values) => Act;

/** How long a first event may take on a busy machine, in milliseconds. */
const LIMIT_MS = 5000;
/** In these turns of the loop comes what no network decides. */
const TURNS = 3;

/** Everything that is compared. */
export interface Outcome {
  returned?: string;
  thrown?: unknown;
  event?: unknown;
  closed?: unknown;
  view?: unknown;
}

/** Makes the call; the rest of the outcome comes with `finished`. */
export function begin(act: Act): { outcome: Outcome; finished: () => Promise<Outcome> } {
  const outcome: Outcome = {};
  let over = false;
  const watch = (emitter: Socket | Server) => {
    for (const name of ['error', 'connect', 'listening', 'close']) {
      emitter.on(name, (...args: unknown[]) => {
        const told = args.length > 0 ? [name, shownError(args[0])] : name;
        if (name === 'close') outcome.closed = told;
        else outcome.event ??= told;
        over = true;
      });
    }
  };
  const before = act.emitter;
  if (before) watch(before);
  try {
    outcome.returned = shownResult(act.call(), act);
  } catch (error) {
    outcome.thrown = shownError(error);
    over = true;
  }
  if (act.emitter && act.emitter !== before) watch(act.emitter);
  const finished = async () => {
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
    const late = Date.now() + LIMIT_MS;
    const waits = () => !over && act.waits?.() && busy(act.emitter);
    while (waits() && Date.now() < late) await nextTurn();
    if (waits()) outcome.event = 'nothing came';
    const all = { ...outcome, view: shownView(act) };
    await close(act.emitter);
    return all;
  };
  return { outcome, finished };
}

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

function busy(emitter: Socket | Server | undefined): boolean {
  return emitter !== undefined && !(emitter as Socket).destroyed;
}

function close(emitter: Socket | Server | undefined): Promise<void> | void {
  if (!emitter) return;
  if ('destroy' in emitter) {
    emitter.destroy();
    return;
  }
  emitter.maxConnections = 1;
  return new Promise<void>(resolve => void emitter.close(() => resolve()));
}

function shownResult(value: unknown, act: Act): string {
  if (value !== undefined && value === act.emitter) return 'itself';
  if (typeof value === 'object' && value !== null) return value.constructor?.name ?? 'an object';
  return shown(value);
}

function shownView(act: Act): unknown {
  try {
    return shown(act.view?.());
  } catch (error) {
    return shownError(error);
  }
}

/** Class, name, code, message and own keys; of an error without a code, the engine's or the language's, the class. */
export function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return `no Error but ${shown(error)}`;
  const { name, code, message } = error as NodeJS.ErrnoException;
  const ours = message.startsWith('looked at');
  return {
    ...{ kind: error.constructor.name, name, code, own: Object.keys(error).join(' ') },
    message:
      code !== undefined || ours ? message : process.env.STACKS ? error.stack : 'words of the language',
  };
}

export function shown(value: unknown): string {
  return inspect(value, { depth: 3, showProxy: true, breakLength: Infinity });
}
