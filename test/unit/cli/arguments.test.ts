// The command line of wasi-net: what it means, and what is said of one that means nothing.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseCommand } from '../../../host/cli/arguments.ts';
import { Failure } from '../../../host/cli/failure.ts';

const PLAIN = { guest: 'quickjs', minify: false };

const COMMANDS: [string, object][] = [
  ['build app.ts', { name: 'build', entry: 'app.ts', output: 'app.wasm', ...PLAIN }],
  [
    'build src/app.mts -o out/a.wasm',
    { name: 'build', entry: 'src/app.mts', output: 'out/a.wasm', ...PLAIN },
  ],
  ['build --output=a.wasm app.ts', { name: 'build', entry: 'app.ts', output: 'a.wasm', ...PLAIN }],
  [
    'build --minify --guest starlingmonkey app.ts',
    { name: 'build', entry: 'app.ts', output: 'app.wasm', guest: 'starlingmonkey', minify: true },
  ],
  ['run app.ts', { name: 'run', entry: 'app.ts', args: [], ...PLAIN }],
  [
    'run --guest=quickjs app.ts --guest two --help',
    { name: 'run', entry: 'app.ts', args: ['--guest', 'two', '--help'], ...PLAIN },
  ],
  ['--help', { name: 'help' }],
  ['help', { name: 'help' }],
  ['build --help', { name: 'help' }],
  ['run -h', { name: 'help' }],
  ['--version', { name: 'version' }],
];

for (const [line, command] of COMMANDS) {
  test(`\`wasi-net ${line}\` is understood`, () => {
    assert.equal(parseCommand(line.split(' ')), command);
  });
}

const MISTAKES: [string, RegExp][] = [
  ['', /^say build or run; /],
  ['bulid app.ts', /^bulid is neither build nor run; /],
  ['build', /^build: which program\? /],
  ['build a.ts b.ts', /^build: one program at a time, not b\.ts as well$/],
  ['build a.ts -o', /^build: -o needs a value$/],
  ['build a.ts --output=', /^build: --output needs a value$/],
  ['build a.ts --fast', /^build: there is no option --fast; /],
  ['build a.ts --minify=yes', /^build: there is no option --minify=yes; /],
  ['build a.ts --guest v8', /^build: --guest is quickjs or starlingmonkey, not v8$/],
  ['run -o a.wasm a.ts', /^run: there is no option -o; /],
  ['run', /^run: which program\? /],
];

for (const [line, message] of MISTAKES) {
  test(`\`wasi-net ${line}\` ends with exit code 2 and one line`, () => {
    try {
      parseCommand(line === '' ? [] : line.split(' '));
    } catch (error) {
      assert.instance(error, Failure);
      const { lines, exitCode } = error as Failure;
      assert.is(exitCode, 2);
      assert.is(lines.length, 1);
      assert.match(lines[0], message);
      return;
    }
    assert.unreachable('it was understood');
  });
}

test.run();
