// A program that records each call of each of its functions, for an engine that has no profiler of its own. Recording
// costs more than most calls do, so the numbers of calls are exact and the times good for comparing only. Generators,
// and so `async` functions, count as the function that goes on with them.

import { type Node, parse } from 'acorn';
import { ancestor } from 'acorn-walk';
import type { Modules } from '../../../host/cli/build/modules.ts';
import { recorder } from './recorder.ts';

/** Where the program finds the report: `globalThis[Symbol.for(REPORT)]()`. */
export const REPORT = 'wasi-net profile';

interface Insertion {
  at: number;
  text: string;
}

const PROFILE = 'profile.mjs';

/** The modules of a program with records. A function is called by its name, its module and its line there. */
export function instrumented({ main, file, others }: Modules): Modules {
  const names: string[] = [];
  const recorded = [...others].map(([path, text]) => [path, moduleWithRecords(path, text, names)] as const);
  return { main, file, others: new Map([...recorded, [PROFILE, profile(names)]]) };
}

function moduleWithRecords(path: string, code: string, names: string[]): string {
  const insertions: Insertion[] = [];
  ancestor(parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true }), {
    Function(node, _state, ancestors) {
      const { body, generator, loc } = node;
      if (generator || body.type !== 'BlockStatement') return;
      const parent = ancestors.at(-2) as Parent;
      // A constructor's `this` may not be there yet when it is left by an error.
      if (parent.kind === 'constructor') return;
      const name = node.id?.name ?? nameIn(parent, code);
      const id = names.push(`${name} ${path}:${loc?.start.line}`) - 1;
      const [first] = body.body;
      // A directive may end without a mark.
      const at = first && 'directive' in first ? first.end : body.start + 1;
      insertions.push({ at, text: `;const $f = $profile.enter(${id}); try {` });
      insertions.push({ at: body.end - 1, text: '} finally { $profile.leave($f); }' });
    },
  });
  const up = `./${'../'.repeat(path.split('/').length - 1)}`;
  return `import { $profile } from '${up}${PROFILE}'; ${inserted(code, insertions)}`;
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

/** The module that the others have it from. */
function profile(names: string[]): string {
  return `import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
export const $profile = (${recorder})(${JSON.stringify(names)}, now);
globalThis[Symbol.for('${REPORT}')] = $profile.report;`;
}

function inserted(code: string, insertions: Insertion[]): string {
  let [text, at] = ['', 0];
  for (const insertion of insertions.sort((a, b) => a.at - b.at)) {
    text += code.slice(at, insertion.at) + insertion.text;
    at = insertion.at;
  }
  return text + code.slice(at);
}
