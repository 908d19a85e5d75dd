// The state machine as it is built, against the table that docs/engine.md shows.
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as abi from '../../assembly/abi.ts';
import { stateName } from '../../host/names.ts';
import { createSimulation } from '../../host/provider/sim.ts';
import { Bench } from '../support/bench.ts';
import { BUILDS, RELEASE } from '../support/builds.ts';

const INPUT_NAMES = names('INPUT_');

/** State × Input as a Markdown table; a dot is an illegal input. */
function table(transition: (state: number, input: number) => number): string {
  const rows = [row(['State', ...INPUT_NAMES]), row(['---', ...INPUT_NAMES.map(() => '---')])];
  for (let state = 0; state < abi.STATES; state++) {
    const cells = INPUT_NAMES.map((_, input) => {
      const after = transition(state, input);
      return after === abi.ILLEGAL ? '·' : stateName(after);
    });
    rows.push(row([`**${stateName(state)}**`, ...cells]));
  }
  return rows.join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Names of abi.ts by their numbers. */
function names(prefix: string): string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(abi)) {
    if (name.startsWith(prefix)) found[value] = name.slice(prefix.length).replaceAll('_', ' ');
  }
  return found;
}

for (const { name, module } of BUILDS) {
  test(`the table in docs/engine.md is that of the built engine (${name})`, () => {
    const { x } = new Bench(module, createSimulation());
    const built = table((state, input) => x.transition(state, input));
    // The formatter pads the columns.
    const docs = readFileSync('docs/engine.md', 'utf8').replace(/ +/g, ' ').replace(/-{4,}/g, '---');
    assert.ok(docs.includes(`\n\n${built}\n\n`), `docs/engine.md does not show this table:\n${built}\n`);
  });
}

test('every arrow of the diagram in docs/engine.md is a transition, and every change of state an arrow', () => {
  const { x } = new Bench(RELEASE.module, createSimulation());
  const docs = readFileSync('docs/engine.md', 'utf8');
  const arrows = [...docs.matchAll(/^ {4}([\w-]+|\[\*\]) --> ([\w-]+|\[\*\])(?: : (.*))?$/gm)];
  const drawn = arrows.flatMap(([, from, to, inputs]) =>
    inputs.split(', ').map(input => `${spelled(from)} ${input} ${spelled(to)}`),
  );
  const built: string[] = [];
  for (let state = 0; state < abi.STATES; state++) {
    INPUT_NAMES.forEach((input, i) => {
      const after = x.transition(state, i);
      // CLOSE, DETAIN and FAIL are drawn as one arrow each, from the box of all states that they leave.
      const everywhere = [abi.INPUT_CLOSE, abi.INPUT_DETAIN, abi.INPUT_FAIL].includes(i);
      if (after !== abi.ILLEGAL && !everywhere)
        built.push(`${stateName(state)} ${input} ${stateName(after)}`);
    });
  }
  assert.equal(drawn.sort(), built.sort());
});

/** Mermaid takes no dashes in names, and has its own sign for the beginning and the end. */
function spelled(name: string): string {
  return name === '[*]' ? 'FREE' : name.replaceAll('_', '-');
}

test.run();
