// How messages show the values they refuse: as the runtime itself does where it is a Node, since Nodes differ in it
// and only they see into a Proxy; else by shown-value.ts, in the form of the newest Node.

import { inspectInText, inspectValue, specificType } from './shown-value.ts';

export interface Shown {
  /** As it looks in a source: `{ a: 1 }`. */
  inspect(value: unknown): string;
  /** As `%s` puts it into a text. */
  text(value: unknown): string;
  /** What it is: `an instance of Foo`. Follows «Received». */
  received(value: unknown): string;
}

export let shown: Shown = { inspect: inspectValue, text: inspectInText, received: specificType };

/** One runtime runs a program, whatever number of nets is in it. */
export function showBy(runtime: Shown): void {
  shown = runtime;
}
