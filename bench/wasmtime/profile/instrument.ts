// A program that records each call of each of its functions, for an engine that has no profiler of its own. Recording
// costs more than most calls do, so the numbers of calls are exact and the times good for comparing only. Generators,
// and so `async` functions, count as the function that goes on with them.

import { type Node, parse } from 'acorn';
import { ancestor } from 'acorn-walk';
import { recorder } from './recorder.ts';

/** Where the program finds the report: `globalThis[Symbol.for(REPORT)]()`. */
export const REPORT = 'wasi-net profile';

interface Insertion {
  at: number;
  text: string;
}

/** The module `code` with records. A function is called by its name and its line in `code`. */
export function instrumented(code: string): string {
  const names: string[] = [];
  const insertions: Insertion[] = [];
  ancestor(parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true }), {
    Function(node, _state, ancestors) {
      const { body, generator, loc } = node;
      if (generator || body.type !== 'BlockStatement') return;
      const parent = ancestors.at(-2) as Parent;
      // A constructor's `this` may not be there yet when it is left by an error.
      if (parent.kind === 'constructor') return;
      const name = node.id?.name ?? nameIn(parent, code);
      const id = names.push(`${name}:${loc?.start.line}`) - 1;
      const [first] = body.body;
      const at = first && 'directive' in first ? first.end : body.start + 1;
      insertions.push({ at, text: `const $f = $profile.enter(${id}); try {` });
      insertions.push({ at: body.end - 1, text: '} finally { $profile.leave($f); }' });
    },
  });
  return prelude(names) + inserted(code, insertions);
}

/** What may give a function its name. */
interface Parent extends Node {
  kind?: string;
  key?: { name?: string };
  id?: { name?: string };
  left?: Node;
}

function nameIn({ key, id, left }: Parent, code: string): string {
  return key?.name ?? id?.name ?? (left ? code.slice(left.start, left.end) : '(no name)');
}

/** On one line, for there are no comments in it once it is bundled, so that the lines of the program stay what they are. */
function prelude(names: string[]): string {
  const made = `const $profile = (${recorder})(${JSON.stringify(names)}, $now);`;
  const kept = `globalThis[Symbol.for('${REPORT}')] = $profile.report;`;
  const clock = "import { now as $now } from 'wasi:clocks/monotonic-clock@0.2.12';";
  return [clock, made.replaceAll('\n', ' '), kept].join(' ');
}

function inserted(code: string, insertions: Insertion[]): string {
  let [text, at] = ['', 0];
  for (const insertion of insertions.sort((a, b) => a.at - b.at)) {
    text += code.slice(at, insertion.at) + insertion.text;
    at = insertion.at;
  }
  return text + code.slice(at);
}
