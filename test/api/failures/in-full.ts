// An error in full: everything about it that a program can see, where a trace has only what programs look at most.
import type { Actor } from '../../support/actor.ts';
import type { ServerActor } from '../../support/server-actor.ts';
import type { SocketActor } from '../../support/socket-actor.ts';
import { property } from '../../support/trace-format.ts';

/** Class, text, and every own property in its order; of an AggregateError those of its errors too. */
export function inFull(e: unknown): string {
  if (!(e instanceof Error)) return `not an Error: ${String(e)}`;
  const classes: string[] = [];
  for (let p = Object.getPrototypeOf(e); p !== Object.prototype; p = Object.getPrototypeOf(p)) {
    // Node's own errors have nameless layers between them and their class.
    if (p.constructor.name !== classes.at(-1)) classes.push(p.constructor.name);
  }
  const own = Object.keys(e).map(key => property([key, (e as unknown as Record<string, unknown>)[key]]));
  const inner = e instanceof AggregateError ? ` [${e.errors.map(inFull).join('; ')}]` : '';
  const cause = e.cause === undefined ? '' : ` cause=${inFull(e.cause)}`;
  const text = `${String(e)} | ${e.stack?.split('\n')[0]}`;
  return `${classes.join(' ')} {${own.join(' ')}} ${withoutPorts(text)}${inner}${cause}`;
}

/** Logs each of the actor's errors in full, beside the line of the event. */
export function watched<A extends SocketActor | ServerActor>(actor: A): A {
  const emitter = 'socket' in actor ? actor.socket : actor.server;
  emitter.on('error', e => actor.log(`in full: ${inFull(e)}`));
  return actor;
}

/** Logs what a call throws, in full, or that it throws nothing. */
export function attempt(actor: Pick<Actor, 'log'>, label: string, call: () => unknown): void {
  try {
    call();
    actor.log(`${label} throws nothing`);
  } catch (e) {
    actor.log(`${label} throws ${inFull(e)}`);
  }
}

/** A callback that logs its error in full. */
export function fullCallback(actor: Pick<Actor, 'log'>, label: string): (failure?: unknown) => void {
  return failure => actor.log(`${label} called back with ${failure ? inFull(failure) : String(failure)}`);
}

/** Numbers of ports are the system's choice; those of properties are named by the trace, these are not. */
function withoutPorts(text: string): string {
  return text.replace(/((?:\d{1,3}\.){3}\d{1,3}|::1|::|localhost):\d{3,5}\b/g, '$1:<port>');
}
